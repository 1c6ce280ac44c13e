package dev.nocturne.bench.fanout;

import java.util.List;

/**
 * A program that pushes events to sockets.
 *
 * @param what one line for the report
 * @param words that start it
 */
record Candidate(String name, String what, List<String> words) {
    /** Blocks until it listens. */
    Server start() throws InterruptedException {
        return Server.of(name, Child.start(name, words));
    }
}
