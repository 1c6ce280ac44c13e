package dev.nocturne.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be stopped, in the reverse of the order in which it was started. Safe for all threads. */
final class Lifetime implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Lifetime.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Stops one part, with a limit of its own. */
    interface Stop {
        void run() throws Exception;
    }

    private record Part(String name, Stop stop) {}

    synchronized void onClose(String name, Stop stop) {
        parts.push(new Part(name, stop));
    }

    /** Stops everything that was started so far; a part that cannot be stopped does not keep the others. */
    @Override
    public void close() {
        for (Part part = next(); part != null; part = next()) {
            try {
                part.stop().run();
                LOGGER.atDebug().addKeyValue("part", part.name()).log("stopped");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).addKeyValue("part", part.name()).log("did not stop cleanly");
            }
        }
    }

    private synchronized @Nullable Part next() {
        return parts.poll();
    }
}
