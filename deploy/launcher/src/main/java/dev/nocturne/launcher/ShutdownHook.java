package dev.nocturne.launcher;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the node in order when the process is asked to end (Ctrl-C, SIGTERM), and makes that exit code 0. After a limit
 * it gives up, with exit code 1.
 */
final class ShutdownHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(ShutdownHook.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    static ShutdownHook install(Lifetime lifetime) {
        Thread thread = new Thread(() -> stop(lifetime), "shutdown");
        Runtime.getRuntime().addShutdownHook(thread);
        return new ShutdownHook(thread);
    }

    /**
     * Leaves the end of the process to the caller; if it has already begun, stays until it is over, as whatever fails
     * meanwhile is no news.
     */
    void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Lifetime lifetime) {
        LOGGER.atInfo().log("stopping");
        Thread limit = new Thread(ShutdownHook::giveUp, "shutdown-limit");
        limit.setDaemon(true);
        limit.start();
        lifetime.close();
        LOGGER.atInfo().log("stopped");
        Runtime.getRuntime().halt(0);
    }

    private static void giveUp() {
        try {
            Thread.sleep(LIMIT.toMillis());
            LOGGER.atError().log("did not stop in time, ending now");
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
