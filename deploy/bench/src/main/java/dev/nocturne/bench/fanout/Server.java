package dev.nocturne.bench.fanout;

import dev.nocturne.bench.ProcessTree;
import java.time.Duration;

/**
 * A contender at work.
 *
 * @param tree what its CPU time and memory are read from
 */
record Server(String name, Child child, int port, ProcessTree tree) implements AutoCloseable {
    private static final Duration SLACK = Duration.ofSeconds(30);

    /** Blocks until it listens; ends it if it does not. */
    static Server of(String name, Child child) throws InterruptedException {
        try {
            String[] ready = child.awaitReady().ready().split(" ", -1);
            return new Server(name, child, Integer.parseInt(ready[0]), ProcessTree.of(Long.parseLong(ready[1])));
        } catch (IllegalStateException | InterruptedException e) {
            child.close();
            throw e;
        }
    }

    /** Blocks until its producers are done; returns how many events they made. */
    long make(Load load) throws InterruptedException {
        return Long.parseLong(child.ask(load.order(), load.time().plus(SLACK)));
    }

    /** Makes it produce, and reads what came of it. */
    Reading measure(Crowd crowd, int readers, Load load) throws InterruptedException {
        crowd.forget();
        double serverBefore = tree.cpu();
        double clientBefore = crowd.cpu();
        long made = make(load);
        Arrivals arrivals = crowd.settle();
        return new Reading(load, readers, made, arrivals, tree.cpu() - serverBefore, crowd.cpu() - clientBefore);
    }

    @Override
    public void close() {
        child.close();
    }
}
