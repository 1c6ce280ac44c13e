package dev.nocturne.store;

import dev.nocturne.auth.Pem;
import dev.nocturne.config.DatabaseTls;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What TLS to PostgreSQL is made of, read from its files once, so that the pool and the migrations come to the same verdict.
 *
 * @param trust null where any certificate will do
 * @param keys null where none is shown
 */
record PostgresTls(
        @Nullable TrustManagerFactory trust, @Nullable KeyManagerFactory keys, boolean checksHost) {
    /** The name of the check for HTTPS, which is the one that libpq makes too. */
    private static final String HOST_CHECK = "HTTPS";

    private static final char[] IN_MEMORY = new char[0];

    /** @throws DatabaseRefused that names the file that cannot be used */
    static PostgresTls of(DatabaseTls tls) {
        try {
            return new PostgresTls(
                    tls.checksCertificate() ? trust(tls.authorities()) : null,
                    tls.certificate() == null || tls.key() == null ? null : keys(tls.certificate(), tls.key()),
                    tls.checksHost());
        } catch (GeneralSecurityException | IOException e) {
            throw new DatabaseRefused("TLS cannot be used here: " + e.getMessage(), e);
        }
    }

    /** For the pool. */
    ClientSSLOptions options(int handshakeMillis) {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(checksHost ? HOST_CHECK : "")
                .setSslHandshakeTimeout(handshakeMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (keys != null) {
            options.setKeyCertOptions(KeyCertOptions.wrap(keys));
        }
        return trust == null ? options.setTrustAll(true) : options.setTrustOptions(TrustOptions.wrap(trust));
    }

    /** For JDBC. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager @Nullable [] own = keys == null ? null : keys.getKeyManagers();
            context.init(
                    own, trust == null ? new TrustManager[] {new AnyCertificate()} : trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null where the host name in the certificate does not count. */
    @Nullable
    String hostCheck() {
        return checksHost ? HOST_CHECK : null;
    }

    private static TrustManagerFactory trust(@Nullable String file) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (file == null) {
            trust.init((KeyStore) null);
            return trust;
        }
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate authority : certificates(DatabaseTls.AUTHORITIES, file)) {
            store.setCertificateEntry("authority-" + number++, authority);
        }
        trust.init(store);
        return trust;
    }

    private static KeyManagerFactory keys(String certificateFile, String keyFile)
            throws GeneralSecurityException, IOException {
        List<Certificate> chain = certificates(DatabaseTls.CERTIFICATE, certificateFile);
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key(keyFile, chain.get(0)), IN_MEMORY, chain.toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY);
        return keys;
    }

    private static List<Certificate> certificates(String option, String file) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> found;
        try {
            found = List.copyOf(factory.generateCertificates(new ByteArrayInputStream(read(option, file))));
        } catch (GeneralSecurityException e) {
            throw new DatabaseRefused(option + " " + file + " is not a PEM file of certificates", e);
        }
        if (found.isEmpty()) {
            throw new DatabaseRefused(option + " " + file + " holds no certificate", null);
        }
        return found;
    }

    private static PrivateKey key(String file, Certificate certificate) {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        String text = new String(read(DatabaseTls.KEY, file), StandardCharsets.ISO_8859_1);
        try {
            byte[] der = Pem.privateKey(text)
                    .orElseThrow(() -> new DatabaseRefused(
                            DatabaseTls.KEY + " " + file
                                    + " holds no private key in the form PKCS#8 without a password;"
                                    + " openssl pkcs8 -topk8 -nocrypt converts other forms",
                            null));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new DatabaseRefused(
                    DatabaseTls.KEY + " " + file + " is broken, or of another kind than " + DatabaseTls.CERTIFICATE
                            + ", which is " + algorithm,
                    e);
        }
    }

    private static byte[] read(String option, String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new DatabaseRefused(option + " " + file + " is not there", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new DatabaseRefused(option + " " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
