package dev.nocturne.bus;

import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the store until they are committed or the deadline has passed. It tries again, most often on another
 * store node: the store knows an event by its identity, so one that was stored and whose reply was lost is answered
 * with what was stored. A store that is away may be back soon, so it is waited for until the deadline; one that says that
 * it cannot write is asked for {@link #REFUSED} only. Owned by one event loop.
 */
public final class Appender {
    /**
     * Longest time for an append that was refused with {@code CANNOT_WRITE}: enough for another node to take it, and for
     * PostgreSQL to end the session of a frozen node that holds a lock.
     */
    static final Duration REFUSED = Duration.ofSeconds(2);

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
        return append(append, new Tries(deadline)).onComplete(done -> {
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

    private Future<AppendReply> append(Append append, Tries tries) {
        return bus.call(StoreRoutes.APPEND, append, tries.wait(StoreRoutes.APPEND.timeout()))
                .recover(failure -> {
                    ServiceFailure answer = tries.failed(ServiceFailure.of(failure));
                    return tries.again(answer.kind())
                            ? vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS).compose(paused -> append(append, tries))
                            : Future.failedFuture(answer);
                });
    }

    /** The tries of one append. */
    private static final class Tries {
        private final long began = System.nanoTime();
        private long end;
        private @Nullable ServiceFailure refusal;

        Tries(Duration deadline) {
            this.end = began + deadline.toNanos();
        }

        /** Longest time for the next one. */
        Duration wait(Duration most) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            return Duration.ofMillis(Math.max(1, Math.min(left, most.toMillis())));
        }

        /** What to answer: that the store cannot write says more than that it did not answer after that. */
        ServiceFailure failed(ServiceFailure failure) {
            if (failure.kind() == Kind.CANNOT_WRITE) {
                refusal = failure;
                end = Math.min(end, began + REFUSED.toNanos());
            }
            return refusal != null && failure.kind() == Kind.TIMEOUT ? refusal : failure;
        }

        boolean again(Kind kind) {
            boolean passes = kind == Kind.TIMEOUT || kind == Kind.UNAVAILABLE || kind == Kind.CANNOT_WRITE;
            return passes && System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * PAUSE_MILLIS) <= end;
        }
    }
}
