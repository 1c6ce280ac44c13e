package dev.nocturne.push;

import dev.nocturne.collect.Counts;
import dev.nocturne.config.PushConfig;

/** How many clients the node has: in all, of one address and of one subject. Safe for all threads. */
final class Places {
    private static final String ALL = "";

    private final PushConfig config;
    private final Counts addresses = new Counts();
    private final Counts subjects = new Counts();

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
        if (!addresses.add(ALL, config.connections())) {
            return Taken.NODE_FULL;
        }
        if (!addresses.add(address, config.connectionsPerAddress())) {
            addresses.remove(ALL);
            return Taken.ADDRESS_FULL;
        }
        return Taken.YES;
    }

    void leave(String address) {
        addresses.remove(address);
        addresses.remove(ALL);
    }

    /** Whether the subject may have one more client, which then has to be given back. */
    boolean takeSubject(String subject) {
        return subjects.add(subject, config.connectionsPerSubject());
    }

    void leaveSubject(String subject) {
        subjects.remove(subject);
    }
}
