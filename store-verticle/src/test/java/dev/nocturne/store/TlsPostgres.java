package dev.nocturne.store;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.postgres.EmbeddedPostgres;
import dev.nocturne.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A PostgreSQL on a data directory of a test, which shows a certificate and lets in whom the test says. */
final class TlsPostgres implements AutoCloseable {
    private static final String WITH_PASSWORD = "host all all 127.0.0.1/32 scram-sha-256\n";

    private final EmbeddedPostgres server;
    private final DatabaseUri uri;

    private TlsPostgres(Path dir) {
        server = EmbeddedPostgres.start(dir);
        uri = DatabaseUri.parse(server.uri());
    }

    /** Lets in whoever has the password, with or without TLS. */
    static TlsPostgres showing(Path dir, TestAuthority.Pair certificate) throws IOException {
        return lettingIn(dir, certificate, WITH_PASSWORD);
    }

    /**
     * Asks clients for certificates of the authority that {@code ca.pem} in the directory is of, if the rules say so.
     *
     * @param rules lines of pg_hba.conf
     */
    static TlsPostgres lettingIn(Path dir, TestAuthority.Pair certificate, String rules) throws IOException {
        return configured(dir, certificate, rules, "ssl = on");
    }

    static TlsPostgres withoutTls(Path dir, TestAuthority.Pair any) throws IOException {
        return configured(dir, any, WITH_PASSWORD, "ssl = off");
    }

    private static TlsPostgres configured(Path dir, TestAuthority.Pair certificate, String rules, String ssl)
            throws IOException {
        Path data = dir.resolve("postgres");
        if (!Files.exists(data)) {
            EmbeddedPostgres.start(dir).close();
        }
        place(certificate.certificate(), data.resolve("server.crt"));
        place(certificate.key(), data.resolve("server.key"));
        place(dir.resolve("ca.pem"), data.resolve("ca.crt"));
        Files.writeString(data.resolve("pg_hba.conf"), rules);
        Files.writeString(
                data.resolve("postgresql.conf"),
                "\n" + ssl + "\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\nssl_ca_file = 'ca.crt'\n",
                StandardOpenOption.APPEND);
        return new TlsPostgres(dir);
    }

    /** The server takes a key of its own user only, and only if nobody else can read it. */
    private static void place(Path file, Path target) throws IOException {
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        Files.setOwner(target, Files.getOwner(target.getParent()));
    }

    DatabaseUri uri(String options) {
        return new DatabaseUri(uri.host(), uri.port(), uri.database(), uri.user(), uri.password(), options);
    }

    @Override
    public void close() {
        server.close();
    }
}
