package dev.nocturne.store;

import dev.nocturne.config.StoreConfig;
import io.vertx.sqlclient.SqlConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What holds in each session of a store node. */
final class SessionSettings {
    /** By these the server itself ends the session of a node that is frozen or gone, and so frees its locks. */
    private static final Map<String, String> SERVER_LIMITS = Map.of(
            "idle_in_transaction_session_timeout", "1500",
            "tcp_user_timeout", "10000",
            "tcp_keepalives_idle", "5",
            "tcp_keepalives_interval", "2",
            "tcp_keepalives_count", "3");

    private static final String END = "SELECT pg_terminate_backend(pg_backend_pid())";

    private final Map<String, String> settings;

    SessionSettings(StoreConfig config) {
        settings = new LinkedHashMap<>(SERVER_LIMITS);
        settings.put("synchronous_commit", "on");
        settings.put(
                "statement_timeout", Long.toString(config.statementTimeout().toMillis()));
    }

    /** For the startup of a session, which saves a round trip. PgBouncer refuses them there. */
    Map<String, String> asParameters() {
        return settings;
    }

    /**
     * For a session that is open: hands the connection to its pool once they hold. One on which they cannot be set is
     * ended, which tells the pool.
     */
    void apply(SqlConnection connection) {
        String statements = settings.entrySet().stream()
                .map(setting -> "SET " + setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining("; "));
        connection
                .query(statements)
                .execute()
                .onSuccess(set -> connection.close())
                .onFailure(failure -> connection.query(END).execute());
    }
}
