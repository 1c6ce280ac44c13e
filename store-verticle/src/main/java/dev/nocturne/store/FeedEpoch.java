package dev.nocturne.store;

import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The feed's epoch, for whoever looks after the database. */
public final class FeedEpoch {
    private FeedEpoch() {}

    /**
     * @param origin where the data was when the epoch was made; null if nobody knows
     * @param place where it is; null on a standby
     */
    public record State(
            UUID epoch,
            long head,
            @Nullable String origin,
            @Nullable String place) {

        /** What is not as it was when the epoch was made, or null: then a store node makes a new one when it finds out. */
        public @Nullable String difference() {
            return origin == null || place == null ? null : Places.difference(origin, place);
        }
    }

    public static Future<State> read(Vertx vertx, StoreConfig config) {
        return run(vertx, config, Epochs.HEAD);
    }

    /** Makes a new one: nobody resumes across it. */
    public static Future<State> renew(Vertx vertx, StoreConfig config) {
        return run(vertx, config, Epochs.RENEW + " RETURNING " + Epochs.COLUMNS);
    }

    private static Future<State> run(Vertx vertx, StoreConfig config, String sql) {
        return StorePool.open(vertx, config, 1).compose(pool -> state(pool, sql).eventually(pool::close));
    }

    private static Future<State> state(Pool pool, String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new State(
                            row.getUUID("epoch"), row.getLong("seq"), row.getString("origin"), row.getString("place"));
                })
                .recover(failure -> Future.failedFuture(
                        isOfAnotherSchema(failure)
                                ? new ServiceFailure(
                                        Kind.INTERNAL,
                                        "its schema is not of this version; nocturne migrate brings it there",
                                        failure)
                                : failure));
    }

    /** A table, column or function is missing (PostgreSQL manual, appendix A). */
    private static boolean isOfAnotherSchema(Throwable failure) {
        return failure instanceof PgException error
                && String.valueOf(error.getSqlState()).startsWith("42");
    }
}
