package dev.nocturne.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Lanes that each make one call after the other, so that a fixed number of calls is always in flight. */
final class ClosedLoop {
    private static final Duration LAST_CALLS = Duration.ofSeconds(15);

    private final List<Context> contexts;
    private final IntFunction<Future<Integer>> call;
    private final Histogram latency = new ConcurrentHistogram(3);
    private final LongAdder events = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch lanesLeft;
    private volatile boolean running = true;

    /**
     * @param events stored in the time that was measured
     * @param all with those of the calls that ended after it
     * @param nanos the time that was measured
     * @param latency of each call
     */
    record Result(long events, long all, long failures, long nanos, Histogram latency) {
        double rate() {
            return events * 1e9 / nanos;
        }
    }

    private ClosedLoop(List<Context> contexts, int lanes, IntFunction<Future<Integer>> call) {
        this.contexts = contexts;
        this.call = call;
        this.lanesLeft = new CountDownLatch(lanes);
    }

    /**
     * Blocks for the time, and until the last calls have ended.
     *
     * @param call gets the number of the lane, runs on that lane's context, and gives the number of events it stored
     */
    static Result run(List<Context> contexts, int lanes, Duration time, IntFunction<Future<Integer>> call)
            throws InterruptedException {
        return new ClosedLoop(contexts, lanes, call).run(lanes, time);
    }

    private Result run(int lanes, Duration time) throws InterruptedException {
        long begin = System.nanoTime();
        for (int lane = 0; lane < lanes; lane++) {
            int own = lane;
            contexts.get(lane % contexts.size()).runOnContext(ready -> next(own));
        }
        Thread.sleep(time.toMillis());
        long stored = events.sum();
        long nanos = System.nanoTime() - begin;
        running = false;
        if (!lanesLeft.await(LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(lanesLeft.getCount() + " calls got no answer");
        }
        return new Result(stored, events.sum(), failures.sum(), nanos, latency);
    }

    private void next(int lane) {
        if (!running) {
            lanesLeft.countDown();
            return;
        }
        long begin = System.nanoTime();
        call.apply(lane).onComplete(done -> {
            if (done.succeeded()) {
                latency.recordValue(System.nanoTime() - begin);
                events.add(done.result());
            } else {
                failures.increment();
            }
            next(lane);
        });
    }
}
