package dev.nocturne.bus;

import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Hands events to the store until they are committed or the deadline has passed. It tries again, most often on another
 * store node: the store knows an event by its identity, so one that was stored and whose reply was lost is answered
 * with what was stored. Owned by one event loop.
 */
public final class Appender {
    private static final long PAUSE_MILLIS = 200;

    private final Vertx vertx;
    private final Bus bus;
    private final Duration deadline;
    private final int limit;
    private final Promise<Void> drained = Promise.promise();
    private boolean closed;
    private int inFlight;

    /**
     * @param deadline longest time for one append, all tries together
     * @param limit most appends at a time; beyond it an append fails with {@code BUSY} at once
     */
    public Appender(Vertx vertx, Duration deadline, int limit) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
        this.deadline = deadline;
        this.limit = limit;
    }

    /** Completes after the commit; fails with a transient kind when it is not known to be stored. */
    public Future<AppendReply> append(Append append) {
        if (closed) {
            return Future.failedFuture(new ServiceFailure(Kind.UNAVAILABLE, "this node is stopping"));
        }
        if (inFlight >= limit) {
            return Future.failedFuture(new ServiceFailure(Kind.BUSY, "too many alerts at a time"));
        }
        inFlight++;
        return append(append, System.nanoTime() + deadline.toNanos()).onComplete(done -> {
            inFlight--;
            completeIfDrained();
        });
    }

    /** Takes nothing more; completes when every append has been answered. */
    public Future<Void> close() {
        closed = true;
        completeIfDrained();
        return drained.future();
    }

    /** Later, so that whoever waits for the last answer passes it on first. */
    private void completeIfDrained() {
        if (closed && inFlight == 0) {
            vertx.runOnContext(answered -> drained.tryComplete());
        }
    }

    private Future<AppendReply> append(Append append, long end) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        long wait = Math.max(1, Math.min(left, StoreRoutes.APPEND.timeout().toMillis()));
        return bus.call(StoreRoutes.APPEND, append, Duration.ofMillis(wait)).recover(failure -> {
            Kind kind = ServiceFailure.of(failure).kind();
            boolean again = kind == Kind.TIMEOUT || kind == Kind.UNAVAILABLE;
            if (!again || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * PAUSE_MILLIS) > end) {
                return Future.failedFuture(failure);
            }
            return vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS).compose(paused -> append(append, end));
        });
    }
}
