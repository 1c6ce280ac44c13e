package dev.nocturne.launcher;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the members of a cluster know each other by on the event bus: each shows a certificate, and takes nothing from whoever
 * shows none of the same authority. Names in certificates are not compared with hosts.
 *
 * @param authority certificates of who signs for members, PEM
 */
record BusTls(Certificate certificate, Buffer authority) {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    /**
     * Null if no key of it is set. Blocks.
     *
     * @throws ConfigFailure if some are set and not all, or if no member would take the certificate
     */
    static @Nullable BusTls of(Settings settings) {
        CertificateFiles files = CertificateFiles.of(settings, Keys.CLUSTER_CERTIFICATE, Keys.CLUSTER_KEY);
        Path authorityFile = settings.find(Keys.CLUSTER_CA);
        if (files == null && authorityFile == null) {
            return null;
        }
        if (files == null || authorityFile == null) {
            Setting<Path> absent = files == null ? Keys.CLUSTER_CERTIFICATE : Keys.CLUSTER_CA;
            throw new ConfigFailure(List.of(absent.name() + ": must be set as well; the event bus needs "
                    + Keys.CLUSTER_CERTIFICATE.name() + ", " + Keys.CLUSTER_KEY.name() + " and "
                    + Keys.CLUSTER_CA.name()));
        }
        Certificate certificate = files.read();
        Buffer authority = CertificateFiles.bytes(Keys.CLUSTER_CA, authorityFile);
        List<X509Certificate> trusted;
        try {
            trusted = Certificate.chain(authority);
        } catch (Certificate.Unusable e) {
            throw CertificateFiles.problem(Keys.CLUSTER_CA, authorityFile, String.valueOf(e.getMessage()));
        }
        try {
            check(certificate, trusted);
        } catch (GeneralSecurityException e) {
            throw CertificateFiles.problem(
                    Keys.CLUSTER_CERTIFICATE,
                    files.certificate(),
                    "would be taken by no member with this " + Keys.CLUSTER_CA.name() + ": " + e.getMessage());
        }
        return new BusTls(certificate, authority);
    }

    /** As others will: it must be signed, hold now, and be good for servers and for clients. */
    private static void check(Certificate certificate, List<X509Certificate> trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(trusted));
        X509Certificate[] chain = certificate.chain().toArray(new X509Certificate[0]);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                x509.checkServerTrusted(chain, "UNKNOWN");
                x509.checkClientTrusted(chain, "UNKNOWN");
            }
        }
    }

    private static KeyStore store(List<X509Certificate> trusted) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("an empty store is read from nowhere", e);
        }
        for (X509Certificate each : trusted) {
            store.setCertificateEntry(Integer.toString(store.size()), each);
        }
        return store;
    }

    void secure(EventBusOptions options) {
        options.setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(certificate.pem())
                .setTrustOptions(new PemTrustOptions().addCertValue(authority))
                .setEnabledSecureTransportProtocols(PROTOCOLS);
    }
}
