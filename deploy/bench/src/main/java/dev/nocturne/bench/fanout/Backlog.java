package dev.nocturne.bench.fanout;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Events that were made and are not sent: few, so that each contender has the same bound and the same time to lose. */
final class Backlog implements Producers.Sink {
    /** Most events that wait. */
    static final int MOST = 64;

    private final BlockingQueue<Long> waiting = new ArrayBlockingQueue<>(MOST);
    private final Runnable wake;

    /** @param wake called by a producer after each event */
    Backlog(Runnable wake) {
        this.wake = wake;
    }

    @Override
    public void take(long madeAt) throws InterruptedException {
        waiting.put(madeAt);
        wake.run();
    }

    /** When the oldest one was made, or null if none waits. */
    @Nullable
    Long poll() {
        return waiting.poll();
    }

    /** Moves all that wait, and blocks until there is one. */
    void drainTo(List<Long> taken) throws InterruptedException {
        taken.add(waiting.take());
        waiting.drainTo(taken);
    }
}
