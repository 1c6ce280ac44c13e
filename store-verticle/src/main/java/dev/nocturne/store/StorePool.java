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
import java.util.concurrent.TimeUnit;

/** Opens the connections of a store node, and refuses a database that could lose what it has committed. */
final class StorePool {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int PIPELINE = 16;
    private static final String DURABILITY = "SELECT current_setting('fsync'), current_setting('full_page_writes')";

    private StorePool() {}

    /** Fails when the database does not answer, or runs with fsync or full_page_writes off. */
    static Future<Pool> open(Vertx vertx, StoreConfig config) {
        Pool pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(connection(config))
                .with(new NetClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                        .setTcpKeepAlive(true))
                .with(new PoolOptions()
                        .setMaxSize(config.poolSize())
                        .setMaxWaitQueueSize(config.poolSize() * PIPELINE)
                        .setConnectionTimeout((int) config.statementTimeout().toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .build();
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

    private static PgConnectOptions connection(StoreConfig config) {
        DatabaseUri database = config.database();
        String query = database.options().isEmpty() ? "" : "?" + database.options();
        String where = encode(database.user()) + "@" + database.host() + ":" + database.port() + "/"
                + encode(database.database());
        return PgConnectOptions.fromUri("postgresql://" + where + query)
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
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
