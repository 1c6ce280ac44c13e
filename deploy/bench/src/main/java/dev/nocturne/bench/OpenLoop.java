package dev.nocturne.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Calls at fixed times, whatever became of the earlier ones: what the outside world does. */
public final class OpenLoop {
    private static final Duration LAST_CALLS = Duration.ofSeconds(15);
    private static final long PAUSE_NANOS = 100_000;

    private final Histogram latency = new ConcurrentHistogram(3);
    private final LongAdder failures = new LongAdder();

    /** @param latency of each call, from the time at which it was due: a late start counts as waiting */
    public record Result(Histogram latency, long failures) {}

    private OpenLoop() {}

    /**
     * Blocks until all calls have ended.
     *
     * @param rate calls a second
     */
    public static Result run(List<Context> contexts, double rate, Duration time, Supplier<? extends Future<?>> call)
            throws InterruptedException {
        return new OpenLoop().pace(contexts, rate, time, call);
    }

    private Result pace(List<Context> contexts, double rate, Duration time, Supplier<? extends Future<?>> call)
            throws InterruptedException {
        int calls = (int) (rate * time.toNanos() / 1e9);
        CountDownLatch left = new CountDownLatch(calls);
        long begin = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            long due = begin + (long) (i * 1e9 / rate);
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(Math.max(PAUSE_NANOS, due - System.nanoTime()));
            }
            contexts.get(i % contexts.size())
                    .runOnContext(now -> call.get().onComplete(done -> {
                        if (done.succeeded()) {
                            latency.recordValue(System.nanoTime() - due);
                        } else {
                            failures.increment();
                        }
                        left.countDown();
                    }));
        }
        if (!left.await(LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(left.getCount() + " calls got no answer");
        }
        return new Result(latency, failures.sum());
    }
}
