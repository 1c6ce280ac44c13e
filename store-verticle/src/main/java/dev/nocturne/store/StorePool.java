package dev.nocturne.store;

import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Opens the connections of a store node, and refuses a database that could lose what it has committed. */
final class StorePool {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int PIPELINE = 16;
    /** A connection that is waited on and hears nothing for so long is dead: its host or the way to it is gone. */
    private static final int SILENCE_SECONDS = 30;
    /** Parameters by which the server itself ends the session of a node that is frozen or gone, and so frees its locks. */
    private static final Map<String, String> SERVER_LIMITS = Map.of(
            "idle_in_transaction_session_timeout", "1500",
            "tcp_user_timeout", "10000",
            "tcp_keepalives_idle", "5",
            "tcp_keepalives_interval", "2",
            "tcp_keepalives_count", "3");

    private static final String DURABILITY = "SELECT current_setting('fsync'), current_setting('full_page_writes')";

    private StorePool() {}

    /**
     * Fails when the database does not answer, or runs with fsync or full_page_writes off.
     *
     * @param size most connections
     */
    static Future<Pool> open(Vertx vertx, StoreConfig config, int size) {
        Pool pool = create(vertx, config, size);
        return pool.query(DURABILITY)
                .execute()
                .map(rows -> rows.iterator().next())
                .compose(row -> "on".equals(row.getString(0)) && "on".equals(row.getString(1))
                        ? Future.succeededFuture(pool)
                        : Future.failedFuture(new ServiceFailure(
                                Kind.INTERNAL,
                                "PostgreSQL runs with fsync or full_page_writes off: a crash would lose alerts")))
                .onFailure(failure -> pool.close());
    }

    /** Connects when it is used. */
    static Pool create(Vertx vertx, StoreConfig config, int size) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(connection(config))
                .with(new NetClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setTcpKeepAlive(true)
                        .setReadIdleTimeout(SILENCE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .with(new PoolOptions()
                        .setMaxSize(size)
                        .setMaxWaitQueueSize(size * PIPELINE)
                        .setConnectionTimeout((int) config.statementTimeout().toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .build();
    }

    private static PgConnectOptions connection(StoreConfig config) {
        DatabaseUri database = config.database();
        String query = database.options().isEmpty() ? "" : "?" + database.options();
        String where = encode(database.user()) + "@" + database.host() + ":" + database.port() + "/"
                + encode(database.database());
        PgConnectOptions options = PgConnectOptions.fromUri("postgresql://" + where + query)
                .setDatabase(database.database())
                .setUser(database.user())
                .setPassword(database.password())
                .setCachePreparedStatements(true)
                .setPipeliningLimit(PIPELINE)
                .setReconnectAttempts(0)
                .addProperty("application_name", "nocturne-store")
                .addProperty("synchronous_commit", "on")
                .addProperty(
                        "statement_timeout",
                        Long.toString(config.statementTimeout().toMillis()));
        SERVER_LIMITS.forEach(options::addProperty);
        return options;
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
