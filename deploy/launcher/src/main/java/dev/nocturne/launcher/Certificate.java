package dev.nocturne.launcher;

import dev.nocturne.auth.Pem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;

/**
 * A certificate that can be shown, as its private key belongs to it; whether it still holds is not looked at.
 *
 * @param chain its own first, then those of who signed it
 */
record Certificate(List<X509Certificate> chain, PemKeyCertOptions pem) {
    private static final byte[] PROBE = new byte[32];

    /** Of the two files of a pair, the one that cannot be used. */
    enum Part {
        CERTIFICATE,
        KEY
    }

    /** Why a pair cannot be used; the message completes a sentence that begins with the name of the file. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final Part part;

        Unusable(Part part, String message) {
            super(message);
            this.part = part;
        }

        Part part() {
            return part;
        }
    }

    static Certificate of(Buffer certificate, Buffer key) throws Unusable {
        List<X509Certificate> chain = chain(certificate);
        if (!belongs(privateKey(key, chain.get(0)), chain.get(0))) {
            throw new Unusable(Part.KEY, "does not belong to the certificate");
        }
        return new Certificate(
                chain, new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key));
    }

    /** All certificates of a PEM file. */
    static List<X509Certificate> chain(Buffer file) throws Unusable {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(file.getBytes()))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new Unusable(Part.CERTIFICATE, "is not a PEM file of certificates: " + e.getMessage());
        }
        throw new Unusable(Part.CERTIFICATE, "holds no certificate");
    }

    Instant expires() {
        return chain.get(0).getNotAfter().toInstant();
    }

    String subject() {
        return chain.get(0).getSubjectX500Principal().getName();
    }

    private static PrivateKey privateKey(Buffer file, X509Certificate own) throws Unusable {
        String algorithm = own.getPublicKey().getAlgorithm();
        if (!algorithm.equals("RSA") && !algorithm.equals("EC")) {
            throw new Unusable(Part.CERTIFICATE, "has a key of the kind " + algorithm + "; RSA and EC can be used");
        }
        try {
            byte[] der = Pem.privateKey(file.toString())
                    .orElseThrow(
                            () -> new Unusable(
                                    Part.KEY,
                                    "holds no private key in the form PKCS#8; openssl pkcs8 -topk8 -nocrypt converts other forms"));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unusable(Part.KEY, "is broken, or of another kind than the certificate, which is " + algorithm);
        }
    }

    private static boolean belongs(PrivateKey key, X509Certificate own) throws Unusable {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(own.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new Unusable(Part.KEY, "cannot be used: " + e.getMessage());
        }
    }

    /** Not the key. */
    @Override
    public String toString() {
        return "Certificate[" + subject() + ", expires " + expires() + "]";
    }
}
