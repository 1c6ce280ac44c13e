package dev.nocturne.store;

import dev.nocturne.bus.StoreRoutes.Probed;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.node.Check;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this node can store alerts. A commit of the last second proves it; without one it does what a batch does but
 * for the events: it takes the lock on the feed's head and commits, which is a record in the WAL, on disk. That the data
 * has room too is seen by a small temporary file. Owned by one event loop; {@link #check()} is for all threads.
 */
final class WriteProbe {
    private static final Logger LOGGER = LoggerFactory.getLogger(WriteProbe.class);
    /** One transaction in one round trip, so the lock is held for as long as the commit takes, however slow this node is. */
    private static final String TRY = "SET LOCAL lock_timeout = " + Sessions.LOCK_MILLIS
            + "; SET LOCAL work_mem = '64kB'; SET LOCAL temp_tablespaces = ''"
            + "; SELECT count(*) FROM generate_series(1, 10000)"
            + "; " + Epochs.HEAD + " FOR UPDATE";

    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long PROOF_NANOS = Duration.ofSeconds(1).toNanos();
    /** A batch needs more than the probe can try: what it failed with counts for so long, or until another one commits. */
    private static final long FAILED_NANOS = Duration.ofSeconds(2).toNanos();

    private final Sessions sessions;
    private final Epochs epochs;
    private volatile State state = new State(new ServiceFailure(Kind.TIMEOUT, "not asked yet"), 0);
    private @Nullable FeedBatch head;
    private long committedAt;
    private long failedAt = System.nanoTime() - FAILED_NANOS;

    /** @param failure why nothing can be stored, null if it can */
    private record State(@Nullable ServiceFailure failure, long head) {}

    WriteProbe(Sessions sessions, Epochs epochs) {
        this.sessions = sessions;
        this.epochs = epochs;
        this.committedAt = System.nanoTime() - PROOF_NANOS;
    }

    /** A batch without new events wrote none, and proves less than {@link #look()}. */
    void committed(Batch batch) {
        if (!batch.added().isEmpty()) {
            committedAt = System.nanoTime();
            failedAt = committedAt - FAILED_NANOS;
            head = new FeedBatch(batch.epoch(), batch.first(), batch.head(), List.of());
            succeeded(batch.head());
        }
    }

    /** A batch could not be stored, for a reason that others would meet too. */
    void refused(ServiceFailure failure) {
        failedAt = System.nanoTime();
        failed(failure);
    }

    /** Completes with the feed's end, as it was in the last second; fails when nothing can be stored. Call every second. */
    Future<FeedBatch> look() {
        FeedBatch known = head;
        long began = System.nanoTime();
        if (known != null && began - committedAt < PROOF_NANOS) {
            return Future.succeededFuture(known);
        }
        Epochs.Known before = epochs.known();
        return sessions.writers()
                .query(TRY)
                .execute()
                .map(WriteProbe::last)
                .recover(failure -> PgErrors.isLocked(failure) && known != null
                        ? movedSince(known, failure)
                        : Future.failedFuture(failure))
                .compose(row -> epochs.head(row, before))
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(now -> {
                    head = now;
                    if (System.nanoTime() - failedAt >= FAILED_NANOS) {
                        succeeded(now.head());
                    }
                })
                .recover(failure -> {
                    ServiceFailure reason = PgErrors.translate(failure);
                    if (committedAt - began < 0) {
                        failed(reason);
                    }
                    return Future.failedFuture(reason);
                });
    }

    /** Batches of other nodes may have had the lock, one after the other: then the head is another one by now. */
    private Future<Row> movedSince(FeedBatch before, Throwable failure) {
        return sessions.writers()
                .query(Epochs.HEAD)
                .execute()
                .map(WriteProbe::last)
                .compose(now -> now.getLong("seq") > before.head()
                        ? Future.succeededFuture(now)
                        : Future.failedFuture(failure));
    }

    private static Row last(RowSet<Row> results) {
        RowSet<Row> last = results;
        while (last.next() != null) {
            last = last.next();
        }
        return last.iterator().next();
    }

    private void succeeded(long at) {
        if (state.failure != null) {
            LOGGER.atInfo().addKeyValue("head", at).log("the database can be written to");
        }
        state = new State(null, at);
        sessions.accepted();
    }

    private void failed(ServiceFailure failure) {
        ServiceFailure before = state.failure;
        if (before == null || before.kind() != failure.kind()) {
            LOGGER.atWarn()
                    .setCause(failure.getCause())
                    .addKeyValue("reason", failure.getMessage())
                    .log("the database cannot be written to");
        }
        state = new State(failure, state.head);
        if (failure.getCause() != null && PgErrors.isReadOnly(failure.getCause())) {
            sessions.refused();
        }
    }

    /** What the last batch or the last look found; a look takes {@link #TIMEOUT_MILLIS} at most. */
    Future<Probed> answer() {
        State now = state;
        return now.failure == null ? Future.succeededFuture(new Probed(now.head)) : Future.failedFuture(now.failure);
    }

    Check check() {
        State now = state;
        return now.failure == null
                ? new Check("database", true, "can write, head " + now.head)
                : new Check("database", false, String.valueOf(now.failure.getMessage()));
    }
}
