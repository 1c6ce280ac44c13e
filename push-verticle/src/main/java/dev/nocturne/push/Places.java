package dev.nocturne.push;

import dev.nocturne.config.PushConfig;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many clients the node has: in all, of one address and of one subject. Safe for all threads. */
final class Places {
    private static final String ALL = "";

    private final PushConfig config;
    private final ConcurrentMap<String, Integer> addresses = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Integer> subjects = new ConcurrentHashMap<>();

    Places(PushConfig config) {
        this.config = config;
    }

    /** What came of an attempt to take a place. */
    enum Taken {
        YES,
        NODE_FULL,
        ADDRESS_FULL
    }

    /** A place for one more client of the address, which has to be given back. */
    Taken take(String address) {
        if (!add(addresses, ALL, config.connections())) {
            return Taken.NODE_FULL;
        }
        if (!add(addresses, address, config.connectionsPerAddress())) {
            remove(addresses, ALL);
            return Taken.ADDRESS_FULL;
        }
        return Taken.YES;
    }

    void leave(String address) {
        remove(addresses, address);
        remove(addresses, ALL);
    }

    /** Whether the subject may have one more client, which then has to be given back. */
    boolean takeSubject(String subject) {
        return add(subjects, subject, config.connectionsPerSubject());
    }

    void leaveSubject(String subject) {
        remove(subjects, subject);
    }

    private static boolean add(ConcurrentMap<String, Integer> counts, String key, int most) {
        boolean taken = counts.merge(key, 1, Integer::sum) <= most;
        if (!taken) {
            remove(counts, key);
        }
        return taken;
    }

    private static void remove(ConcurrentMap<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
