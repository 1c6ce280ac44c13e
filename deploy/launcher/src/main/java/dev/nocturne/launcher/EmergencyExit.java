package dev.nocturne.launcher;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that cannot go on, so that a supervisor starts it again. It needs no memory then, and no part that still
 * works: its threads exist from the start, and nothing is stopped in order. Safe for all threads.
 */
final class EmergencyExit {
    /** The JVM's own with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int CODE = 3;

    private static final Logger LOGGER = LoggerFactory.getLogger(EmergencyExit.class);
    /** For the log line, whose reader may have stopped reading. */
    private static final long MOMENT_MILLIS = 2_000;

    private final AtomicReference<String> reason = new AtomicReference<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Runnable halt;

    /** @param halt ends the process */
    EmergencyExit(Runnable halt) {
        this.halt = halt;
        start("emergency-log", this::tell);
        start("emergency-exit", () -> Thread.sleep(MOMENT_MILLIS));
    }

    static EmergencyExit ofThisProcess() {
        return new EmergencyExit(() -> Runtime.getRuntime().halt(CODE));
    }

    /** A step before the end. */
    private interface Step {
        void run() throws InterruptedException;
    }

    /** Returns at once. Only the first reason counts. */
    void begin(String why) {
        if (reason.compareAndSet(null, why)) {
            begun.countDown();
        }
    }

    private void start(String name, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        begun.await();
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        halt.run();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void tell() throws InterruptedException {
        LOGGER.atError()
                .addKeyValue("reason", reason.get())
                .addKeyValue("exit", CODE)
                .log("this node cannot go on, and ends so that it is started again");
        TimeUnit.MILLISECONDS.sleep(MOMENT_MILLIS / 10);
    }
}
