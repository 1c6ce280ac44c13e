package dev.nocturne.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    static Path unpacked;

    @TempDir
    Path dir;

    @BeforeAll
    static void unpackOnce() throws IOException {
        Binaries.in(unpacked);
    }

    @AfterEach
    void unlinkBinaries() throws IOException {
        try (var files = Files.list(dir)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void whatItAcknowledgedSurvivesACleanRestart() throws Exception {
        try (EmbeddedPostgres first = start()) {
            execute(first, "CREATE TABLE alert (id int)", "INSERT INTO alert VALUES (1)");
        }

        try (EmbeddedPostgres second = start()) {
            assertThat(query(second, "SELECT count(*) FROM alert")).isEqualTo("1");
        }
        assertThat(dir.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void whatItAcknowledgedSurvivesAKilledServer() throws Exception {
        EmbeddedPostgres first = start();
        execute(first, "CREATE TABLE alert (id int)", "INSERT INTO alert VALUES (1)");
        first.kill();

        try (EmbeddedPostgres second = start()) {
            assertThat(query(second, "SELECT count(*) FROM alert")).isEqualTo("1");
        }
    }

    @Test
    void itIsDurableAndOnLoopbackOnly() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "SHOW unix_socket_directories")).isEmpty();
            assertThat(query(postgres, "SHOW data_directory"))
                    .isEqualTo(dir.resolve("postgres").toString());
            assertThat(query(postgres, "SELECT lower('ÉĞ')")).isEqualTo("éğ");
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndTheRightOneIsPrivate() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(() -> connect(postgres, "wrong"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThat(Files.getPosixFilePermissions(dir.resolve("postgres/nocturne.password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void aSecondInstanceOnTheSameDirectoryIsRefused() {
        try (EmbeddedPostgres first = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(PostgresFailure.class)
                    .hasMessageContaining("is in use by another running instance")
                    .hasMessageContaining("data.dir");
            assertThat(first.isRunning()).isTrue();
        }
    }

    @Test
    void aPidFileThatNamesAnUnrelatedProcessIsNoObstacle() throws Exception {
        start().close();
        Files.writeString(
                PidFile.of(dir.resolve("postgres")),
                ProcessHandle.current().pid() + "\n" + dir.resolve("postgres") + "\n");

        try (EmbeddedPostgres postgres = start()) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aServerThatOutlivedItsProcessIsStoppedFirst() throws Exception {
        start().close();
        Path data = dir.resolve("postgres");
        Binaries binaries = Binaries.in(dir);
        Server server = new Server(data, binaries, Identity.choose(binaries), new ServerLog(dir.resolve("orphan.log")));
        Process orphan = server.start(freePort());

        try (EmbeddedPostgres postgres = start()) {
            assertThat(orphan.isAlive()).isFalse();
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void filesOfAnotherMajorVersionAreRefusedUntouched() throws Exception {
        start().close();
        Files.writeString(dir.resolve("postgres/PG_VERSION"), "16\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(PostgresFailure.class)
                .hasMessageContaining("was made by PostgreSQL 16")
                .hasMessageContaining("data.dir");
    }

    @Test
    void aHalfMadeDatabaseIsMadeAgain() throws Exception {
        Files.createDirectories(dir.resolve("postgres.partial/base"));
        Files.writeString(dir.resolve("nocturne.password"), "left over");

        try (EmbeddedPostgres postgres = start()) {
            assertThat(query(postgres, "SELECT current_database()")).isEqualTo("nocturne");
        }
    }

    @Test
    void aPathThatIsAFileIsRefused() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");

        assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("data")))
                .isInstanceOf(PostgresFailure.class)
                .hasMessageContaining("data.dir");
    }

    private EmbeddedPostgres start() {
        linkBinaries();
        return EmbeddedPostgres.start(dir);
    }

    /** Each test has its own data, and all share the programs. */
    private void linkBinaries() {
        try (var homes = Files.list(unpacked)) {
            for (Path home : homes.toList()) {
                Path link = dir.resolve(home.getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, home);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aServerThatIsKilledComesBackOnTheSamePortWithWhatItHadAcknowledged() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dir)) {
            execute(postgres, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (7)");
            long killed = postgres.pid();
            assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();

            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(query(postgres, "SELECT id FROM kept")).isEqualTo("7"));
            assertThat(postgres.pid()).isNotEqualTo(killed);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Connection connect(EmbeddedPostgres postgres, String password) throws SQLException {
        URI uri = URI.create(postgres.uri());
        Properties login = new Properties();
        login.setProperty("user", "nocturne");
        login.setProperty("password", password);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + uri.getPort() + uri.getPath(), login);
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        String[] login = URI.create(postgres.uri()).getUserInfo().split(":", 2);
        return connect(postgres, login[1]);
    }

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
