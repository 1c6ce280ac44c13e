package dev.nocturne.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;

/** Keeps a partition ready ahead of the feed's head. Owned by one event loop. */
final class Partitions {
    private static final String EXTEND = "SELECT feed_extend($1)";

    private final Supplier<Pool> pool;
    private final long size;
    private long bound;
    private boolean extending;

    Partitions(Supplier<Pool> pool, long size) {
        this.pool = pool;
        this.size = size;
    }

    /** Completes when there is room for at least one partition of events above the head. */
    Future<?> extend() {
        extending = true;
        return pool.get()
                .preparedQuery(EXTEND)
                .execute(Tuple.of(size))
                .onSuccess(rows -> bound = rows.iterator().next().getLong(0))
                .onComplete(done -> extending = false);
    }

    /** Call after each commit; extends in the background, long before the room is used up. */
    Future<?> committed(long head) {
        return head + size < bound || extending ? Future.succeededFuture() : extend();
    }
}
