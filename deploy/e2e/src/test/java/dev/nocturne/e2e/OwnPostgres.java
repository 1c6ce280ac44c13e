package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that a test breaks and mends: nobody else starts it again. Used by one thread. */
final class OwnPostgres implements AutoCloseable {
    static final int MAX_CONNECTIONS = 40;

    private static final List<String> SETTINGS = List.of(
            "listen_addresses=*",
            "unix_socket_directories=",
            "max_connections=" + MAX_CONNECTIONS,
            "max_wal_size=64MB",
            "wal_init_zero=off",
            "log_checkpoints=off");

    private final Path dir;
    private final Path data;
    private final List<String> prefix;
    private final DatabaseUri uri;
    private @Nullable Process process;

    /** Makes the files, with the programs and the settings that the embedded server has, and starts it. */
    OwnPostgres(Path dir, Path data, Cluster.Host host) {
        this.dir = dir;
        this.data = data;
        this.prefix = host.prefix();
        DatabaseUri embedded;
        try (EmbeddedPostgres once = EmbeddedPostgres.start(dir)) {
            embedded = DatabaseUri.parse(once.uri());
        }
        this.uri = new DatabaseUri(
                host.outer(),
                FreePorts.lasting(1).get(0),
                embedded.database(),
                embedded.user(),
                embedded.password(),
                "");
        Shell.run("mkdir", "-p", data.toString());
        Shell.run("cp", "-a", dir.resolve("postgres") + "/.", data.toString());
        Shell.run("chmod", "700", data.toString());
        try {
            Files.writeString(data.resolve("pg_hba.conf"), "host all all all scram-sha-256\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** How tests reach it. */
    DatabaseUri uri() {
        return uri;
    }

    /** How nodes on the inner network reach it. */
    DatabaseUri uri(String host) {
        return new DatabaseUri(host, uri.port(), uri.database(), uri.user(), uri.password(), "");
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Returns when it accepts connections. The kernel stops the server when the calling thread ends. */
    void start() {
        await().pollInSameThread()
                .atMost(60, SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!isRunning()) {
                        process = spawn();
                    }
                    return answers();
                });
    }

    /** As a power cut would end it. */
    void kill() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /** Ends all sessions and writes everything down. */
    void stop() {
        List<ProcessHandle> all = processes();
        all.stream().limit(1).forEach(server -> Shell.run("kill", "-INT", Long.toString(server.pid())));
        all.forEach(each -> each.onExit().join());
    }

    /** Freezes every process of it. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    Connection connect() throws SQLException {
        DriverManager.setLoginTimeout(5);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + uri.host() + ":" + uri.port() + "/" + uri.database(),
                uri.user(),
                uri.password());
    }

    /** The first column of the answer. */
    List<String> query(String sql) {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Also where the database was told not to write. */
    void execute(String... statements) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Comes back as a hot standby, which answers and does not write. */
    void restartAsStandby() {
        stop();
        Shell.run("touch", data.resolve("standby.signal").toString());
        start();
    }

    /** As the primary that it was, on the same timeline: one that was promoted has another feed. */
    void restartAsPrimary() {
        stop();
        Shell.run("rm", data.resolve("standby.signal").toString());
        start();
    }

    DatabaseUri newDatabase(String name) {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseUri(uri.host(), uri.port(), name, uri.user(), uri.password(), "");
    }

    /** The end of its log, for a test that failed. */
    String log() {
        return Shell.run("tail", "-n", "30", dir.resolve("own.log").toString());
    }

    @Override
    public void close() {
        if (isRunning()) {
            resume();
            stop();
        }
    }

    /** A session may end in between. */
    private void signal(String name) {
        processes().forEach(each -> Shell.run("bash", "-c", "kill -" + name + " " + each.pid() + " || true"));
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The server first. */
    private List<ProcessHandle> processes() {
        return process == null
                ? List.of()
                : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .toList();
    }

    private Process spawn() {
        List<String> words = new ArrayList<>(prefix);
        words.add("setsid");
        if (Shell.isRoot()) {
            words.addAll(List.of("unshare", "-U"));
        }
        words.addAll(List.of("setpriv", "--pdeathsig", "INT", program(), "-D", data.toString()));
        words.addAll(List.of("-p", Integer.toString(uri.port())));
        SETTINGS.forEach(setting -> words.addAll(List.of("-c", setting)));
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            dir.resolve("own.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String program() {
        try (Stream<Path> unpacked = Files.list(dir)) {
            return unpacked.map(home -> home.resolve("bin/postgres"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
