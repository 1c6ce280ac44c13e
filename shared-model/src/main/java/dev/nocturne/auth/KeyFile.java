package dev.nocturne.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key from a file. PEM: a public key or a certificate, and a private key only where tokens are made. Anything else is a
 * secret: the bytes of the file without white space at its end.
 *
 * @param signature length of a signature in bytes
 * @param check what tokens are checked with
 * @param sign what tokens are signed with, if the file can do that
 */
record KeyFile(
        Algorithm algorithm,
        int signature,
        Buffer check,
        @Nullable Buffer sign) {
    private static final int MIN_SECRET = 32;
    private static final int MIN_RSA_BITS = 2_048;
    private static final int P256_BITS = 256;

    /** @throws BadKey that says what is missing */
    static KeyFile parse(Buffer file) {
        String text = file.toString(ISO_8859_1);
        return Pem.isIn(text) ? pem(text) : secret(text.stripTrailing());
    }

    private static KeyFile secret(String text) {
        if (text.length() < MIN_SECRET) {
            throw new BadKey(
                    "is no PEM file, and as a secret for HS256 too short: " + MIN_SECRET + " bytes are needed");
        }
        Buffer secret = Buffer.buffer(text.getBytes(ISO_8859_1));
        return new KeyFile(Algorithm.HS256, 32, secret, secret);
    }

    private static KeyFile pem(String text) {
        Map<String, byte[]> blocks = blocks(text);
        PublicKey open = publicKey(blocks);
        Algorithm algorithm = algorithm(open);
        byte[] secret = blocks.get(Pem.PRIVATE_KEY);
        if (secret == null && blocks.keySet().stream().anyMatch(name -> name.endsWith(Pem.PRIVATE_KEY))) {
            throw new BadKey(
                    "holds a private key in another form than PKCS#8; convert it: openssl pkcs8 -topk8 -nocrypt");
        }
        return new KeyFile(
                algorithm,
                open instanceof RSAPublicKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 : 64,
                Pem.write("PUBLIC KEY", open),
                secret == null ? null : Pem.write(Pem.PRIVATE_KEY, privateKey(open.getAlgorithm(), secret)));
    }

    private static Map<String, byte[]> blocks(String text) {
        Map<String, byte[]> blocks = new HashMap<>();
        try {
            for (Pem block : Pem.blocks(text)) {
                if (blocks.put(block.label(), block.der().getBytes()) != null) {
                    throw new BadKey("holds more than one " + block.label());
                }
            }
        } catch (IllegalArgumentException e) {
            throw new BadKey("holds base64 that is broken");
        }
        return blocks;
    }

    private static PublicKey publicKey(Map<String, byte[]> blocks) {
        byte[] key = blocks.get("PUBLIC KEY");
        byte[] certificate = blocks.get("CERTIFICATE");
        try {
            if (key == null && certificate != null) {
                return CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate))
                        .getPublicKey();
            }
        } catch (GeneralSecurityException e) {
            throw new BadKey("holds a certificate that cannot be read");
        }
        if (key == null) {
            throw new BadKey("holds no PUBLIC KEY or CERTIFICATE; add it: openssl pkey -in FILE -pubout >> FILE");
        }
        for (String kind : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(key));
            } catch (GeneralSecurityException e) {
                // the next kind may fit
            }
        }
        throw new BadKey("holds a public key of an unknown kind");
    }

    private static Algorithm algorithm(PublicKey key) {
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
            return Algorithm.RS256;
        }
        if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS) {
            return Algorithm.ES256;
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
            return Algorithm.EDDSA;
        }
        throw new BadKey("holds a key that is no RSA key of " + MIN_RSA_BITS + " bits or more, P-256 or Ed25519 key");
    }

    private static Key privateKey(String kind, byte[] der) {
        try {
            return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new BadKey("holds a private key of another kind than its public key");
        }
    }

    VerificationKey verificationKey(Vertx vertx) {
        return VerificationKey.of(vertx, algorithm, signature, options(check));
    }

    PubSecKeyOptions options(Buffer key) {
        return new PubSecKeyOptions().setAlgorithm(algorithm.wire()).setBuffer(key);
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "KeyFile[" + algorithm + "]";
    }
}
