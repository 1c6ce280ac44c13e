package dev.nocturne.store;

import dev.nocturne.config.DatabaseUri;
import java.util.Map;
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
     * @throws FlywayException if the database cannot be reached, or its schema is newer than this version
     */
    public static void run(DatabaseUri database) {
        Flyway.configure()
                .dataSource(jdbcUrl(database), database.user(), database.password())
                .jdbcProperties(Map.of("connectTimeout", "5", "ApplicationName", "nocturne-migrate"))
                .connectRetries(CONNECT_RETRIES)
                .locations(SCRIPTS)
                .load()
                .migrate();
    }

    private static String jdbcUrl(DatabaseUri database) {
        String query = database.options().isEmpty() ? "" : "?" + database.options();
        return "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database() + query;
    }
}
