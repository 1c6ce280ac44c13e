package dev.nocturne.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ends the connections of clients that hold memory and take nothing, the slowest first, when the node's memory for writes
 * runs short.
 */
final class SlowClients {
    /** How often to look, milliseconds. */
    static final long INTERVAL = 500;

    /** A client that took something within this time is not slow; one that was told to go has as long to do so. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final WriteBudget budget;

    SlowClients(WriteBudget budget) {
        this.budget = budget;
    }

    /** @param connections all of one event loop, which calls this */
    void shed(List<Connection> connections) {
        connections.forEach(Connection::observe);
        long excess = budget.excess();
        if (excess <= 0) {
            return;
        }
        List<Connection> slow = new ArrayList<>();
        for (Connection connection : connections) {
            if (connection.waiting() > 0 && connection.idle().compareTo(PATIENCE) >= 0) {
                slow.add(connection);
            }
        }
        slow.sort(Comparator.comparing(Connection::idle).reversed());
        for (Connection connection : slow) {
            if (excess <= 0) {
                return;
            }
            excess -= connection.waiting();
            connection.shed();
        }
    }
}
