package dev.nocturne.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Somebody who signs certificates for a test, for 127.0.0.1 and localhost. The JDK's keytool makes them. */
public final class TestAuthority {
    private static final String PASSWORD = "testing";
    private static final String CA = "ca";

    private final Path dir;
    private final Path store;
    private final Path certificate;

    /** A certificate and its private key, each in a PEM file of its own. */
    public record Pair(Path certificate, Path key) {}

    /** @param name also of its files in {@code dir} */
    public TestAuthority(Path dir, String name) {
        this.dir = dir;
        this.store = dir.resolve(name + ".p12");
        this.certificate = dir.resolve(name + ".pem");
        keytool(CA, name, List.of("-ext", "bc:c=ca:true", "-validity", "2"));
        write(certificate, "CERTIFICATE", certificate(CA));
    }

    /** What whoever trusts it needs, as a PEM file. */
    public Path certificate() {
        return certificate;
    }

    /** A pair that holds for two days; files of the same name are replaced. */
    public Pair sign(String name) {
        return sign(name, List.of("-validity", "2"));
    }

    /** A pair for another host than this one. */
    public Pair signFor(String host, String name) {
        return sign(name, List.of("-validity", "2"), "san=dns:" + host);
    }

    /** A pair whose time has passed. */
    public Pair signExpired(String name) {
        return sign(name, List.of("-startdate", "-10d", "-validity", "5"));
    }

    private Pair sign(String name, List<String> validity) {
        return sign(name, validity, "san=dns:localhost,ip:127.0.0.1");
    }

    private Pair sign(String name, List<String> validity, String hosts) {
        List<String> options = new ArrayList<>(validity);
        options.addAll(List.of("-signer", CA, "-ext", hosts));
        String alias = name + System.nanoTime();
        keytool(alias, name, options);
        Pair pair = new Pair(dir.resolve(name + ".crt"), dir.resolve(name + ".key"));
        write(pair.certificate(), "CERTIFICATE", certificate(alias));
        write(pair.key(), "PRIVATE KEY", key(alias).getEncoded());
        return pair;
    }

    /** For clients that trust it and nobody else. */
    public SSLContext trusting() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(CA, load().getCertificate(CA));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String alias, String name, List<String> options) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias));
        words.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name));
        words.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        words.addAll(options);
        try {
            Process keytool =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private byte[] certificate(String alias) {
        try {
            Certificate found = load().getCertificate(alias);
            return found.getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Key key(String alias) {
        try {
            return load().getKey(alias, PASSWORD.toCharArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        }
    }

    private static void write(Path file, String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        try {
            Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
