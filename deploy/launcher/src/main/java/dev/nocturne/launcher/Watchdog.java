package dev.nocturne.launcher;

import io.netty.util.concurrent.EventExecutor;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether each event loop still answers, and whether there is direct memory. It counts its own looks and
 * no clock, so that a process that was frozen and goes on is not taken for a stuck one.
 */
final class Watchdog {
    /** Looks without an answer after which the node no longer lives. */
    static final int STUCK = 30;
    /** Looks without an answer after which it ends itself. */
    static final int HOPELESS = 120;

    private static final Logger LOGGER = LoggerFactory.getLogger(Watchdog.class);
    private static final long INTERVAL_MILLIS = 1_000;
    private static final int PROBE_BYTES = 64 * 1024;
    private static final long NEARLY_FULL = 4L << 20;

    private final List<Loop> loops = new ArrayList<>();
    private final Memory memory;
    private final Consumer<String> exit;
    private volatile @Nullable String stuck;

    /** @param exit is told why the node cannot go on */
    Watchdog(Iterable<EventExecutor> eventLoops, Memory memory, Consumer<String> exit) {
        eventLoops.forEach(loop -> loops.add(new Loop(loop)));
        this.memory = memory;
        this.exit = exit;
    }

    void start() {
        Thread thread = new Thread(this::watch, "watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    /** Which event loop does not answer, if one does not. For all threads. */
    Optional<String> stuck() {
        return Optional.ofNullable(stuck);
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(INTERVAL_MILLIS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void look() {
        Loop worst = loops.get(0);
        for (Loop loop : loops) {
            loop.ask();
            worst = loop.unanswered > worst.unanswered ? loop : worst;
        }
        String now = worst.unanswered >= STUCK ? worst + " has not answered for " + worst.unanswered + " s" : null;
        if (now != null && stuck == null) {
            LOGGER.atError().addKeyValue("detail", now).log("an event loop is stuck, this node is no longer live");
        }
        stuck = now;
        if (worst.unanswered >= HOPELESS) {
            exit.accept(String.valueOf(now));
        }
        probeMemory();
    }

    /** Not every part that catches an error of memory logs it. */
    private void probeMemory() {
        long used = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        if (used > memory.direct() - NEARLY_FULL) {
            try {
                ByteBuffer.allocateDirect(PROBE_BYTES);
            } catch (OutOfMemoryError e) {
                exit.accept(e.toString());
            }
        }
    }

    private static final class Loop {
        private final EventExecutor executor;
        private volatile boolean answered = true;
        private int unanswered;

        Loop(EventExecutor executor) {
            this.executor = executor;
        }

        /** One question at a time. */
        void ask() {
            if (!answered) {
                unanswered++;
                return;
            }
            unanswered = 0;
            answered = false;
            try {
                executor.execute(() -> answered = true);
            } catch (RejectedExecutionException e) {
                LOGGER.atDebug().setCause(e).log("an event loop has ended");
            }
        }

        @Override
        public String toString() {
            return "an event loop";
        }
    }
}
