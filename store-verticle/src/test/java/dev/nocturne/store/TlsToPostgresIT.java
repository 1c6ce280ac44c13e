package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each {@code sslmode} means for the migrations and for the pool what libpq documents. */
class TlsToPostgresIT {
    private static final String IS_ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    static Path dir;

    private static TestAuthority authority;
    private static TestAuthority stranger;
    private static TestAuthority.Pair own;

    @BeforeAll
    static void sign() {
        authority = new TestAuthority(dir, "ca");
        stranger = new TestAuthority(dir, "stranger");
        own = authority.sign("own");
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void aServerThatAllowsBothIsSpokenToAsTheModeSays() throws Exception {
        try (TlsPostgres server = TlsPostgres.showing(dir, own)) {
            assertThat(encrypted(server.uri(""))).isTrue();
            assertThat(encrypted(server.uri("sslmode=disable"))).isFalse();
            assertThat(encrypted(server.uri("sslmode=allow"))).isFalse();
            assertThat(encrypted(server.uri("sslmode=prefer"))).isTrue();
            assertThat(encrypted(server.uri("sslmode=require"))).isTrue();
            assertThat(encrypted(server.uri("sslmode=require&" + trusting(authority))))
                    .isTrue();
            assertThat(encrypted(server.uri("sslmode=verify-ca&" + trusting(authority))))
                    .isTrue();
            assertThat(encrypted(server.uri("sslmode=verify-full&" + trusting(authority))))
                    .isTrue();
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedByWhateverChecksIt() throws Exception {
        try (TlsPostgres server = TlsPostgres.showing(dir, own)) {
            for (String mode : new String[] {"require", "verify-ca", "verify-full"}) {
                assertRefused(
                        server.uri("sslmode=" + mode + "&" + trusting(stranger)),
                        "is not of an authority in sslrootcert " + stranger.certificate());
            }
            assertRefused(server.uri("sslmode=verify-full"), "is not of an authority in Java's trust store");
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefusedByVerifyFullAlone() throws Exception {
        try (TlsPostgres server = TlsPostgres.showing(dir, authority.signFor("db.example", "other"))) {
            assertThat(encrypted(server.uri("sslmode=verify-ca&" + trusting(authority))))
                    .isTrue();
            assertRefused(server.uri("sslmode=verify-full&" + trusting(authority)), "does not hold for 127.0.0.1");
        }
    }

    @Test
    void anExpiredCertificateIsRefusedByWhateverChecksIt() throws Exception {
        try (TlsPostgres server = TlsPostgres.showing(dir, authority.signExpired("expired"))) {
            assertThat(encrypted(server.uri("sslmode=require"))).isTrue();
            assertRefused(server.uri("sslmode=verify-ca&" + trusting(authority)), "has expired");
        }
    }

    @Test
    void aServerWithoutTlsIsTakenByTheModesThatMayDoWithoutAndRefusedByTheOthers() throws Exception {
        try (TlsPostgres server = TlsPostgres.withoutTls(dir, own)) {
            for (String options : new String[] {"", "sslmode=allow", "sslmode=prefer"}) {
                assertThat(encrypted(server.uri(options))).isFalse();
            }
            assertRefused(server.uri("sslmode=require"), "speaks no TLS, which sslmode=require asks for");
            assertRefused(server.uri("sslmode=verify-full&" + trusting(authority)), "speaks no TLS");
        }
    }

    @Test
    void aServerThatTakesNothingButTlsIsReachedByAllModesThatMayUseIt() throws Exception {
        try (TlsPostgres server = TlsPostgres.lettingIn(dir, own, "hostssl all all 127.0.0.1/32 scram-sha-256\n")) {
            for (String options : new String[] {"", "sslmode=allow", "sslmode=require"}) {
                assertThat(encrypted(server.uri(options))).isTrue();
            }
            assertThatThrownBy(() -> encrypted(server.uri("sslmode=disable"))).hasMessageContaining("no encryption");
        }
    }

    @Test
    void aCertificateIsShownToAServerThatAsksForOne() throws Exception {
        TestAuthority.Pair client = authority.sign("client");
        TestAuthority.Pair unknown = stranger.sign("unknown");
        String rules = "hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n";
        try (TlsPostgres server = TlsPostgres.lettingIn(dir, own, rules)) {
            assertThat(encrypted(server.uri("sslmode=require&" + showing(client))))
                    .isTrue();
            assertThat(encrypted(server.uri("sslmode=verify-full&" + trusting(authority) + "&" + showing(client))))
                    .isTrue();
            assertThatThrownBy(() -> encrypted(server.uri("sslmode=require")))
                    .hasMessageContaining("valid client certificate");
            assertThatThrownBy(() -> encrypted(server.uri("sslmode=require&" + showing(unknown))))
                    .hasMessageContaining("valid client certificate");
        }
    }

    @Test
    void withoutAFileVerifyFullTrustsWhomJavaTrusts() throws Exception {
        System.setProperty("javax.net.ssl.trustStore", dir.resolve("ca.p12").toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "testing");
        try (TlsPostgres server = TlsPostgres.showing(dir, own)) {
            assertThat(encrypted(server.uri("sslmode=verify-full"))).isTrue();
            assertThat(encrypted(server.uri("sslrootcert=system"))).isTrue();
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws IOException {
        Path empty = Files.writeString(dir.resolve("empty.pem"), "");
        Path noKey = Files.writeString(dir.resolve("no.key"), "-----BEGIN EC PRIVATE KEY-----\n");
        DatabaseUri nowhere = DatabaseUri.parse("postgresql://noc:hush@127.0.0.1:1/noc");

        for (String[] each : new String[][] {
            {"sslrootcert=" + dir.resolve("absent.pem"), "sslrootcert " + dir.resolve("absent.pem") + " is not there"},
            {"sslrootcert=" + empty, "sslrootcert " + empty + " holds no certificate"},
            {"sslrootcert=" + noKey, "sslrootcert " + noKey + " is not a PEM file of certificates"},
            {"sslcert=" + own.certificate() + "&sslkey=" + noKey, "sslkey " + noKey + " holds no private key"}
        }) {
            DatabaseUri uri =
                    new DatabaseUri(nowhere.host(), nowhere.port(), "noc", "noc", "hush", "sslmode=require&" + each[0]);
            assertThatThrownBy(() -> Migrations.run(uri))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining(each[1]);
        }
    }

    private static String trusting(TestAuthority whom) {
        return "sslrootcert=" + whom.certificate();
    }

    private static String showing(TestAuthority.Pair pair) {
        return "sslcert=" + pair.certificate() + "&sslkey=" + pair.key();
    }

    /** Migrates, and asks both ways to the server whether they are encrypted. */
    private static boolean encrypted(DatabaseUri uri) throws Exception {
        Migrations.run(uri);
        try (Connection connection = new Jdbc(uri).connect();
                ResultSet rows = connection.createStatement().executeQuery(IS_ENCRYPTED)) {
            rows.next();
            assertThat(rows.getBoolean(1)).isEqualTo(encryptedPool(uri));
            return rows.getBoolean(1);
        }
    }

    private static boolean encryptedPool(DatabaseUri uri) throws Exception {
        Pool pool = StorePool.open(VERTX, StoreNodes.config(uri), 1).await(10, TimeUnit.SECONDS);
        try {
            return pool.query(IS_ENCRYPTED)
                    .execute()
                    .await(10, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getBoolean(0);
        } finally {
            pool.close().await(10, TimeUnit.SECONDS);
        }
    }

    /** By the migrations in these words, by the pool somehow, and nowhere with the password. */
    private static void assertRefused(DatabaseUri uri, String reason) {
        Throwable byMigrations = catchThrowable(() -> Migrations.run(uri));
        Throwable byPool = catchThrowable(() -> encryptedPool(uri));

        assertThat(byMigrations).isInstanceOf(DatabaseRefused.class).hasMessageContaining(reason);
        assertThat(byPool).isNotNull();
        for (Throwable refusal : new Throwable[] {byMigrations, byPool}) {
            StringWriter text = new StringWriter();
            refusal.printStackTrace(new PrintWriter(text, true));
            assertThat(text.toString()).doesNotContain(uri.password());
        }
    }
}
