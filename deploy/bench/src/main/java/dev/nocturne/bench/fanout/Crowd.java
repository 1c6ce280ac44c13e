package dev.nocturne.bench.fanout;

import dev.nocturne.bench.ProcessTree;
import dev.nocturne.model.Json;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** The load generator's process, and the sockets that it holds. */
final class Crowd implements AutoCloseable {
    static final String PATH = "/ws/alerts";

    private static final Duration LIMIT = Duration.ofSeconds(70);
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int QUIET_LOOKS = 3;

    private final Child child;
    private final ProcessTree tree;

    private Crowd(Child child) {
        this.child = child;
        this.tree = child.tree();
    }

    /** Blocks until it is ready for orders. */
    static Crowd start() throws InterruptedException {
        return new Crowd(Child.start("load generator", Child.java(LoadGenerator.class, List.of("-Xmx1g")))
                .awaitReady());
    }

    /**
     * Blocks until all have been accepted.
     *
     * @param silent so many of them never read
     */
    void connect(int port, int count, int silent) throws InterruptedException {
        connect(port, count, silent, "");
    }

    /**
     * Blocks until all have been accepted.
     *
     * @param tokens one for each
     */
    void connect(int port, Tokens tokens) throws InterruptedException {
        connect(port, tokens.count(), 0, tokens.file().toString());
    }

    private void connect(int port, int count, int silent, String tokens) throws InterruptedException {
        ask("connect 127.0.0.1 " + port + " " + PATH + " " + count + " " + silent + " " + tokens);
    }

    void disconnect() throws InterruptedException {
        ask("disconnect");
    }

    /** Blocks until nothing arrives any more, and forgets what did. */
    void forget() throws InterruptedException {
        settle();
        ask("forget");
    }

    /**
     * Blocks until nothing arrives any more, but not for ever.
     *
     * @throws IllegalStateException if a socket failed, or got what no server may send
     */
    Arrivals settle() throws InterruptedException {
        long end = System.nanoTime() + SETTLING.toNanos();
        Arrivals seen = report();
        int quiet = 0;
        while (quiet < QUIET_LOOKS && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK.toMillis());
            Arrivals now = report();
            quiet = now.events() == seen.events() ? quiet + 1 : 0;
            seen = now;
        }
        if (!seen.failure().isEmpty()) {
            throw new IllegalStateException("a socket failed: " + seen.failure());
        }
        return seen;
    }

    /** Its end is not the fault of the contender whose turn it is, and so another kind of failure. */
    private String ask(String order) throws InterruptedException {
        try {
            return child.ask(order, LIMIT);
        } catch (IllegalStateException e) {
            if (child.isAlive()) {
                throw e;
            }
            throw new UncheckedIOException(new EOFException("the load generator has ended"));
        }
    }

    private Arrivals report() throws InterruptedException {
        return Json.read(ask("report"), Arrivals.class);
    }

    /** Nanoseconds so far. */
    double cpu() {
        return tree.cpu();
    }

    @Override
    public void close() {
        child.close();
    }
}
