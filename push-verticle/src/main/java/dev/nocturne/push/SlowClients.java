package dev.nocturne.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the connections of clients that hold memory and take nothing, the slowest first, when the node's memory for writes
 * runs short.
 */
final class SlowClients {
    private static final Logger LOGGER = LoggerFactory.getLogger(SlowClients.class);
    /** How often to look, milliseconds. */
    static final long INTERVAL = 500;

    /** A client that took something within this time is not slow; one that was told to go has as long to do so. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** A storm of slow clients is one line in so long a time. */
    private static final Duration LOGGED = Duration.ofSeconds(10);

    private final WriteBudget budget;
    private long logged = System.nanoTime() - LOGGED.toNanos();
    private int shed;

    SlowClients(WriteBudget budget) {
        this.budget = budget;
    }

    /** @param connections all of one event loop, which calls this */
    void shed(List<Connection> connections) {
        connections.forEach(connection -> connection.outbound().observe());
        long excess = budget.excess();
        if (excess <= 0) {
            return;
        }
        List<Connection> slow = new ArrayList<>();
        for (Connection connection : connections) {
            if (connection.outbound().waiting() > 0
                    && connection.outbound().idle().compareTo(PATIENCE) >= 0) {
                slow.add(connection);
            }
        }
        slow.sort(Comparator.comparing(SlowClients::idle).reversed());
        for (int i = 0; i < slow.size() && excess > 0; i++) {
            Connection connection = slow.get(i);
            excess -= connection.outbound().waiting();
            shed += connection.isOpen() ? 1 : 0;
            connection.shed();
        }
        log();
    }

    private static Duration idle(Connection connection) {
        return connection.outbound().idle();
    }

    private void log() {
        if (shed > 0 && System.nanoTime() - logged > LOGGED.toNanos()) {
            LOGGER.atWarn()
                    .addKeyValue("closed", shed)
                    .addKeyValue("used", budget.used())
                    .addKeyValue("push.memory", budget.limit())
                    .log("the memory for what waits for clients runs short, closing the slowest");
            logged = System.nanoTime();
            shed = 0;
        }
    }
}
