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
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
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

    private final Vertx vertx;
    private final StoreConfig config;
    private final PgConnectOptions options;

    private StorePool(Vertx vertx, StoreConfig config, PgConnectOptions options) {
        this.vertx = vertx;
        this.config = config;
        this.options = options;
    }

    /** Reads the files of TLS, and fails when one of them cannot be used, or the database does not answer. */
    static Future<StorePool> reach(Vertx vertx, StoreConfig config) {
        return vertx.executeBlocking(() -> connection(config))
                .compose(options -> settled(vertx, options))
                .map(options -> new StorePool(vertx, config, options));
    }

    /** A pool for somebody who needs no other. */
    static Future<Pool> open(Vertx vertx, StoreConfig config, int size) {
        return reach(vertx, config).compose(pools -> pools.open(size));
    }

    /**
     * Fails when the database does not answer, or runs with fsync or full_page_writes off.
     *
     * @param size most connections
     */
    Future<Pool> open(int size) {
        Pool pool = create(size);
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
    Pool create(int size) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(options)
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

    /**
     * Of the two ways that {@code sslmode=allow} and {@code prefer} know, what this server takes now is tried first: each
     * time that it is the second, the driver forgets to close a socket.
     */
    private static Future<PgConnectOptions> settled(Vertx vertx, PgConnectOptions options) {
        if (options.getSslMode() != SslMode.ALLOW && options.getSslMode() != SslMode.PREFER) {
            return Future.succeededFuture(options);
        }
        return PgConnection.connect(vertx, options).compose(connection -> {
            SslMode mode = connection.isSSL() ? SslMode.PREFER : SslMode.ALLOW;
            return connection.close().map(closed -> options.setSslMode(mode));
        });
    }

    private static PgConnectOptions connection(StoreConfig config) {
        DatabaseUri database = config.database();
        PgConnectOptions options = new PgConnectOptions()
                .setHost(database.host().replaceAll("^\\[(.*)]$", "$1"))
                .setPort(database.port())
                .setDatabase(database.database())
                .setUser(database.user())
                .setPassword(database.password())
                .setSslMode(SslMode.of(database.tls().mode().word()))
                .setSslOptions(PostgresTls.of(database.tls()).options(CONNECT_TIMEOUT_MILLIS))
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
}
