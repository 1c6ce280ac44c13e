package dev.nocturne.store;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens the connections of a store node. */
final class StorePool {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int PIPELINE = 16;
    /** A connection that is waited on and hears nothing for so long is dead: its host or the way to it is gone. */
    private static final int SILENCE_SECONDS = 30;

    /** What any server takes at the startup of a session. The driver's own default has one more, which PgBouncer refuses. */
    private static final Map<String, String> STARTUP =
            Map.of("application_name", "nocturne-store", "client_encoding", "utf8", "DateStyle", "ISO");

    private static final String PROTOCOL_VIOLATION = "08P01";

    private final Vertx vertx;
    private final StoreConfig config;
    private final PgConnectOptions options;
    private final @Nullable SessionSettings later;

    private StorePool(Vertx vertx, StoreConfig config, PgConnectOptions options, @Nullable SessionSettings later) {
        this.vertx = vertx;
        this.config = config;
        this.options = options;
        this.later = later;
    }

    /** Reads the files of TLS, and fails when one of them cannot be used, or the database does not answer. */
    static Future<StorePool> reach(Vertx vertx, StoreConfig config) {
        SessionSettings settings = new SessionSettings(config);
        return vertx.executeBlocking(() -> connection(config)).compose(options -> {
            PgConnectOptions whole = new PgConnectOptions(options);
            settings.asParameters().forEach(whole::addProperty);
            return settled(vertx, whole)
                    .map(settled -> new StorePool(vertx, config, settled, null))
                    .recover(failure -> isRefusedParameter(failure)
                            ? settled(vertx, options).map(settled -> new StorePool(vertx, config, settled, settings))
                            : Future.failedFuture(failure));
        });
    }

    /** PgBouncer's "unsupported startup parameter". */
    private static boolean isRefusedParameter(Throwable failure) {
        return failure instanceof PgException error && PROTOCOL_VIOLATION.equals(error.getSqlState());
    }

    /** A pool for somebody who needs no other. */
    static Future<Pool> open(Vertx vertx, StoreConfig config, int size) {
        return reach(vertx, config).compose(pools -> pools.open(size));
    }

    /**
     * Fails when the database does not answer.
     *
     * @param size most connections
     */
    Future<Pool> open(int size) {
        Pool pool = create(size);
        return pool.query("SELECT 1").execute().map(rows -> pool).onFailure(failure -> pool.close());
    }

    /** Connects when it is used. */
    Pool create(int size) {
        ClientBuilder<Pool> builder = PgBuilder.pool()
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
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS));
        return later == null
                ? builder.build()
                : builder.withConnectHandler(later::apply).build();
    }

    /**
     * Connects once. Of the two ways that {@code sslmode=allow} and {@code prefer} know, what this server takes now is tried
     * first from then on: each time that it is the second, the driver forgets to close a socket.
     */
    private static Future<PgConnectOptions> settled(Vertx vertx, PgConnectOptions options) {
        return PgConnection.connect(vertx, options).compose(connection -> {
            boolean chooses = options.getSslMode() == SslMode.ALLOW || options.getSslMode() == SslMode.PREFER;
            SslMode first = connection.isSSL() ? SslMode.PREFER : SslMode.ALLOW;
            return connection.close().map(closed -> chooses ? options.setSslMode(first) : options);
        });
    }

    private static PgConnectOptions connection(StoreConfig config) {
        DatabaseUri database = config.database();
        return new PgConnectOptions()
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
                .setProperties(STARTUP);
    }
}
