package dev.nocturne.testkit;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One PostgreSQL for all tests of a JVM: in a container where an engine answers, else from the embedded binaries. */
public final class PostgresServer {
    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresServer.class);
    private static final String IMAGE = "postgres:18-alpine";

    private final DatabaseUri admin;
    private final AtomicInteger databases = new AtomicInteger();

    private PostgresServer(DatabaseUri admin) {
        this.admin = admin;
    }

    /** Starts on the first call, and is stopped when the JVM ends. */
    public static PostgresServer shared() {
        return Holder.SERVER;
    }

    /** A new, empty database. */
    public DatabaseUri newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + admin.host() + ":" + admin.port() + "/" + admin.database(),
                        admin.user(),
                        admin.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a database for the test", e);
        }
        return new DatabaseUri(admin.host(), admin.port(), name, admin.user(), admin.password(), admin.options());
    }

    private static PostgresServer start() {
        return hasDocker() ? inContainer() : embedded();
    }

    private static PostgresServer inContainer() {
        @SuppressWarnings("resource") // Testcontainers removes it with the JVM
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
        container.start();
        LOGGER.atInfo().addKeyValue("image", IMAGE).log("tests use PostgreSQL in a container");
        return new PostgresServer(new DatabaseUri(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getDatabaseName(),
                container.getUsername(),
                container.getPassword(),
                ""));
    }

    private static PostgresServer embedded() {
        Path dir = TempDirectories.create("nocturne-tests");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(dir);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            postgres.close();
                            TempDirectories.delete(dir);
                        },
                        "test-postgres-stop"));
        LOGGER.atInfo().log("tests use the embedded PostgreSQL, as no container engine answers");
        return new PostgresServer(DatabaseUri.parse(postgres.uri()));
    }

    /** The library complains loudly, and in several ways, where there is no engine. */
    private static boolean hasDocker() {
        LoudLoggers.silence();
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (Throwable e) {
            LOGGER.atDebug().setCause(e).log("no container engine");
            return false;
        }
    }

    private static final class Holder {
        static final PostgresServer SERVER = start();
    }
}
