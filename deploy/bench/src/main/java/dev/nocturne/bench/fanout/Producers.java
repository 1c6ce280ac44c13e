package dev.nocturne.bench.fanout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Makes events inside the contender's process, on threads of its own: the same ones, at the same cost, for each. */
final class Producers {
    private static final int STORM_THREADS = 16;
    private static final long SHORTEST_PAUSE = 50_000;

    private final Sink sink;
    private final LongAdder made = new LongAdder();

    /** Takes over events; blocks as long as it has all that it may have. */
    interface Sink {
        /** @param madeAt nanoseconds of {@link System#nanoTime} */
        void take(long madeAt) throws InterruptedException;
    }

    Producers(Sink sink) {
        this.sink = sink;
    }

    /** Blocks; one thread, at fixed times. An event is made when it is due, or as soon after as the sink takes it. */
    long steady(double rate, Duration time) throws InterruptedException {
        made.reset();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        for (long i = 0; i < rate * time.toNanos() / 1e9 && System.nanoTime() - end < 0; i++) {
            long due = begin + (long) (i * 1e9 / rate);
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(Math.max(SHORTEST_PAUSE, due - System.nanoTime()));
            }
            make();
        }
        return made.sum();
    }

    /** Blocks; many threads, as fast as the sink takes their events. */
    long storm(Duration time) throws InterruptedException {
        made.reset();
        long end = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < STORM_THREADS; i++) {
            Thread thread = new Thread(() -> makeUntil(end), "producer-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return made.sum();
    }

    private void makeUntil(long end) {
        try {
            while (System.nanoTime() - end < 0) {
                make();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make() throws InterruptedException {
        sink.take(System.nanoTime());
        made.increment();
    }
}
