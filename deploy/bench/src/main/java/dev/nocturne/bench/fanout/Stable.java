package dev.nocturne.bench.fanout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The contenders that still run. One that fails is ended and named, and the others go on. */
final class Stable implements AutoCloseable {
    private final List<Server> servers = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** What is done with one contender. */
    interface Turn {
        void with(Server server) throws InterruptedException;
    }

    /** Blocks until each has started or failed. */
    static Stable start(List<Candidate> candidates) throws InterruptedException {
        Stable stable = new Stable();
        for (Candidate candidate : candidates) {
            try {
                stable.servers.add(candidate.start());
            } catch (IllegalStateException e) {
                stable.fail(candidate.name(), e);
            }
        }
        return stable;
    }

    /** Each has its turn, another one first in each round, so that what drifts does not favour one of them. */
    void takeTurns(int round, Turn turn) throws InterruptedException {
        List<Server> order = new ArrayList<>(servers);
        Collections.rotate(order, -round);
        for (Server server : order) {
            try {
                turn.with(server);
            } catch (IllegalStateException e) {
                fail(server.name(), e);
                servers.remove(server);
                server.close();
            }
        }
    }

    private void fail(String name, IllegalStateException failure) {
        failures.add(name + " failed: " + failure.getMessage());
        System.err.println(name + " failed: " + failure.getMessage());
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        servers.forEach(Server::close);
    }
}
