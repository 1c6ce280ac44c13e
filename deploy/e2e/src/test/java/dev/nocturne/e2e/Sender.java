package dev.nocturne.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Scripts that post alert after alert, each again until it is stored, to every ingest node in
 * turn.
 */
final class Sender implements AutoCloseable {
    private static final int SCRIPTS = 4;

    private final List<URI> ingest;
    private final String source;
    private final int count;
    private final int perPost;
    private final Ledger ledger = new Ledger();
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<Http.Answer> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final ExecutorService scripts = Executors.newFixedThreadPool(SCRIPTS);
    private final List<Future<?>> running;
    private volatile boolean stopping;

    /** @param count how many alerts, each an own one */
    Sender(String source, int count, List<URI> ingest) {
        this(source, count, 1, ingest);
    }

    private Sender(String source, int count, int perPost, List<URI> ingest) {
        this.source = source;
        this.count = count;
        this.perPost = perPost;
        this.ingest = ingest;
        this.running = IntStream.range(0, SCRIPTS)
                .<Future<?>>mapToObj(script -> scripts.submit(this::run))
                .toList();
    }

    static Sender endless(String source, List<URI> ingest) {
        return new Sender(source, Integer.MAX_VALUE, ingest);
    }

    /** Posts arrays, which keep the database busy nearly all the time. */
    static Sender endlessArrays(String source, int perPost, List<URI> ingest) {
        return new Sender(source, Integer.MAX_VALUE, perPost, ingest);
    }

    Ledger ledger() {
        return ledger;
    }

    /** Every answer that was not a 2xx. */
    List<Http.Answer> refused() {
        return List.copyOf(refused);
    }

    /** How many posts ended without an answer. */
    int unanswered() {
        return unanswered.get();
    }

    /** Blocks until all are stored; a script that failed fails here. */
    Sender finish() {
        for (Future<?> script : running) {
            try {
                script.get(2, TimeUnit.MINUTES);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a script did not end well", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return this;
    }

    /** Ends the scripts after the post that each is at. */
    void stop() {
        stopping = true;
        scripts.shutdown();
        finish();
    }

    @Override
    public void close() {
        stop();
    }

    private void run() {
        for (int i = next.getAndIncrement(); i < count && !stopping; i = next.getAndIncrement()) {
            int turn = i;
            while (!stopping && !isStored(i, ingest.get(turn % ingest.size()))) {
                turn++;
            }
        }
    }

    private boolean isStored(int i, URI node) {
        try {
            Http.Answer answer = Http.post(node.resolve("/internal/alerts"), body(i));
            if (answer.stored()) {
                answer.each().forEach(ledger::write);
                return true;
            }
            refused.add(answer);
        } catch (IOException e) {
            unanswered.incrementAndGet();
        }
        return false;
    }

    private String body(int i) {
        if (perPost == 1) {
            return alert(i).toString();
        }
        ArrayNode array = Http.JSON.createArrayNode();
        for (int j = 0; j < perPost; j++) {
            array.add(alert(i * perPost + j));
        }
        return array.toString();
    }

    private ObjectNode alert(int i) {
        return Http.JSON
                .createObjectNode()
                .put("site", "site-" + i % 7)
                .put("severity", Integer.toString(i % 6))
                .put("message", "alert " + i + " of " + source)
                .put("source", source)
                .put("sourceId", Integer.toString(i));
    }
}
