package dev.nocturne.push;

import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The sessions of a hub that are behind the ring, its members. Each gets one write at a time, in turn. A turn has a time limit; after
 * it the event loop serves its sockets before the next turn, so that nobody else waits for a storm to end. Owned by one
 * event loop.
 */
final class Backlog<T extends Backlog.Member> {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Until memory is looked for again, when there is none for any member. */
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ContextInternal owner;
    private final Function<T, Progress> write;
    private final Runnable turnEnd;
    private final Deque<T> members = new ArrayDeque<>();
    private boolean scheduled;

    /** Who can be in it, once at a time. */
    interface Member {
        /** Whether it was not in it yet. */
        boolean enqueue();

        void dequeued();
    }

    /** What came of one write. */
    enum Progress {
        /** There is nothing more to write now. */
        DONE,
        MORE,
        /** There is more to write, and no memory for it. */
        NO_MEMORY
    }

    /**
     * @param write writes one buffer
     * @param turnEnd called after each turn
     */
    Backlog(ContextInternal owner, Function<T, Progress> write, Runnable turnEnd) {
        this.owner = owner;
        this.write = write;
        this.turnEnd = turnEnd;
    }

    /** The member is served in one of the next turns; one that waits already keeps its place. */
    void add(T member) {
        if (member.enqueue()) {
            members.add(member);
        }
        schedule(0);
    }

    /** Serves the member at once, and the rest of it in turn with the others. */
    void serve(T member) {
        long end = System.nanoTime() + TURN_NANOS;
        Progress progress = write.apply(member);
        while (progress == Progress.MORE && System.nanoTime() < end) {
            progress = write.apply(member);
        }
        turnEnd.run();
        if (progress != Progress.DONE) {
            add(member);
        }
    }

    private void turn() {
        scheduled = false;
        long end = System.nanoTime() + TURN_NANOS;
        int starved = 0;
        while (starved < members.size() && System.nanoTime() < end) {
            T member = members.remove();
            Progress progress = write.apply(member);
            if (progress == Progress.DONE) {
                member.dequeued();
            } else {
                members.add(member);
                starved = progress == Progress.MORE ? 0 : starved + 1;
            }
        }
        turnEnd.run();
        if (!members.isEmpty()) {
            schedule(starved == members.size() ? SHORT_NANOS : 0);
        }
    }

    /** By the loop's timer: a plain task would run before the loop looks at its sockets again. */
    @SuppressWarnings("FutureReturnValueIgnored") // fails only when the loop has ended, and all clients with it
    private void schedule(long nanos) {
        if (!scheduled) {
            scheduled = true;
            owner.nettyEventLoop().schedule(() -> owner.dispatch(this::turn), nanos, TimeUnit.NANOSECONDS);
        }
    }
}
