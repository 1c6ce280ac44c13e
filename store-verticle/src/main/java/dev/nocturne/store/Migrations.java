package dev.nocturne.store;

import dev.nocturne.config.DatabaseUri;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema to this version's state. */
public final class Migrations {
    private static final String SCRIPTS = "classpath:dev/nocturne/store/migrations";
    private static final int CONNECT_RETRIES = 3;

    private Migrations() {}

    /**
     * Blocks until the schema is current; safe when several nodes do it at once, as the library holds a lock in the
     * database.
     *
     * @throws DatabaseRefused if the database, or the way to it, cannot be used, see {@link StartChecks}
     * @throws FlywayException if its schema is newer than this version
     */
    public static void run(DatabaseUri database) {
        PostgresTls.of(database.tls());
        Jdbc jdbc = new Jdbc(database);
        check(jdbc);
        Flyway.configure()
                .dataSource(jdbc.url(), database.user(), database.password())
                .jdbcProperties(jdbc.properties())
                .connectRetries(CONNECT_RETRIES)
                .locations(SCRIPTS)
                .load()
                .migrate();
    }

    private static void check(Jdbc jdbc) {
        try (Connection one = jdbc.connect();
                Connection other = jdbc.connect()) {
            StartChecks.require(one, other);
        } catch (SQLException e) {
            throw new DatabaseRefused(Reasons.of(e, jdbc.database()), e);
        }
    }
}
