package dev.nocturne.store;

import dev.nocturne.config.DatabaseTls;
import dev.nocturne.config.DatabaseTls.Mode;
import dev.nocturne.config.DatabaseUri;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the migrations, and what is asked before them, reach the database. Without the password in its text. */
record Jdbc(DatabaseUri database) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Jdbc.class);
    private static final Set<String> PASSING = Set.of("08001", "08006", "53300", "57P03");
    private static final int RETRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** A connection that is waited on and hears nothing for so long fails. */
    private static final String SILENCE_SECONDS = "10";

    String url() {
        return "jdbc:postgresql://" + database.host() + ":" + database.port() + "/"
                + URLEncoder.encode(database.database(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** All but the login. */
    Map<String, String> properties() {
        Mode mode = database.tls().mode();
        Map<String, String> properties = new HashMap<>();
        properties.put("ApplicationName", "nocturne-migrate");
        properties.put("connectTimeout", "5");
        // What a certificate must be is checked by the sockets, for the driver would not check it as the pool does.
        properties.put(DatabaseTls.MODE, mode.compareTo(Mode.REQUIRE) > 0 ? Mode.REQUIRE.word() : mode.word());
        properties.put("sslfactory", JdbcSockets.class.getName());
        properties.put("sslfactoryarg", database.options());
        return properties;
    }

    /** Tries several times where the database is only away. */
    Connection connect() throws SQLException {
        for (int retry = 0; ; retry++) {
            try {
                return open();
            } catch (SQLException e) {
                if (retry == RETRIES || !isPassing(e)) {
                    throw e;
                }
                LOGGER.atWarn().addKeyValue("database", database).log("no connection yet: " + e.getMessage());
                LockSupport.parkNanos(PAUSE.toNanos() << retry);
            }
        }
    }

    private Connection open() throws SQLException {
        Properties all = new Properties();
        all.putAll(properties());
        all.put("user", database.user());
        all.put("password", database.password());
        all.put("socketTimeout", SILENCE_SECONDS);
        return DriverManager.getConnection(url(), all);
    }

    /** Not reached (08001, but not for its TLS), ended on the way (08006), full (53300), or starting (57P03). */
    private static boolean isPassing(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return false;
            }
        }
        return PASSING.contains(String.valueOf(failure.getSQLState()));
    }
}
