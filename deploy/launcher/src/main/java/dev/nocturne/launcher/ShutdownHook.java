package dev.nocturne.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the node in order when the process is asked to end (Ctrl-C, SIGTERM), and makes that exit code 0. After a limit
 * it gives up, with exit code 1.
 */
final class ShutdownHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(ShutdownHook.class);

    private final Thread thread;

    private ShutdownHook(Thread thread) {
        this.thread = thread;
    }

    /** @param limit longest time for all parts together */
    static ShutdownHook install(Lifetime lifetime, Duration limit) {
        Thread thread = new Thread(() -> stop(lifetime, limit), "shutdown");
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

    private static void stop(Lifetime lifetime, Duration limit) {
        LOGGER.atInfo().log("stopping");
        Thread watch = new Thread(() -> giveUp(limit), "shutdown-limit");
        watch.setDaemon(true);
        watch.start();
        lifetime.close();
        LOGGER.atInfo().log("stopped");
        String marker = System.getProperty(Main.ARCHIVE_MARKER);
        if (marker != null && Files.exists(Path.of(marker))) {
            LOGGER.atInfo().log("writing down which classes were loaded, once, so that later starts are quicker");
        }
        Runtime.getRuntime().halt(0);
    }

    private static void giveUp(Duration limit) {
        try {
            Thread.sleep(limit.toMillis());
            LOGGER.atError().log("did not stop in time, ending now");
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
