package dev.nocturne.e2e;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Webhooks as Zabbix runs them: some at a time, each tried three times and then given up. Most are new problems, some
 * end an earlier one, some repeat what was sent before. Tries take turns between the ingest nodes.
 */
final class Traffic implements AutoCloseable {
    private static final int WEBHOOKS = 8;
    private static final int TRIES = 3;
    private static final Duration PACE = Duration.ofMillis(80);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<URI> ingest;
    private final String path;
    private final Bodies bodies;
    private final Ledger ledger = new Ledger();
    private final ScheduledExecutorService webhooks = Executors.newScheduledThreadPool(WEBHOOKS);
    private final List<Future<?>> running;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger acked = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicLong lastAck = new AtomicLong(System.nanoTime());
    private final AtomicLong silence = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final Set<Integer> statuses = new ConcurrentSkipListSet<>();

    /** What is posted. */
    interface Bodies {
        /** @param status {@code open} or {@code resolved} */
        String of(int problem, String status);
    }

    /** Some 100 plain bodies a second. */
    Traffic(String source, List<URI> ingest) {
        this(source, ingest, PACE, (problem, status) -> plain(source, problem, status));
    }

    /** @param pause between two events of a webhook */
    Traffic(String source, List<URI> ingest, Duration pause, Bodies bodies) {
        this.ingest = ingest;
        this.path = "/internal/alerts?source=" + source;
        this.bodies = bodies;
        this.running = IntStream.range(0, WEBHOOKS)
                .<Future<?>>mapToObj(i -> webhooks.scheduleWithFixedDelay(
                        this::event, pause.toMillis() * i / WEBHOOKS, pause.toMillis(), TimeUnit.MILLISECONDS))
                .toList();
    }

    Ledger ledger() {
        return ledger;
    }

    /** How many posts got a 2xx. */
    int acked() {
        return acked.get();
    }

    /** How many posts got a 503. */
    int refused() {
        return refused.get();
    }

    /** How many webhooks got no 2xx in three tries. */
    int givenUp() {
        return givenUp.get();
    }

    /** Every status that was answered. */
    Set<Integer> statuses() {
        return statuses;
    }

    /** The longest time in which no webhook got a 2xx. */
    Duration silence() {
        return Duration.ofNanos(Math.max(silence.get(), System.nanoTime() - lastAck.get()));
    }

    /** The longest that a webhook waited for an answer, whatever it was. */
    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** Ends when the last webhook has. */
    @Override
    public void close() {
        if (!webhooks.isShutdown() && running.stream().anyMatch(Future::isDone)) {
            throw new IllegalStateException("a webhook's thread failed");
        }
        webhooks.shutdown();
        try {
            if (!webhooks.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("webhooks do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        noteSilence();
    }

    private void event() {
        int turn = next.getAndIncrement();
        int earlier = ThreadLocalRandom.current().nextInt(turn + 1);
        switch (turn % 10) {
            case 3 -> run(turn, earlier, "resolved");
            case 6 -> run(turn, earlier, "open");
            default -> run(turn, turn, "open");
        }
    }

    private void run(int turn, int problem, String status) {
        String identity = problem + " " + status;
        for (int i = 0; i < TRIES; i++) {
            if (isStored(identity, bodies.of(problem, status), ingest.get((turn + i) % ingest.size()))) {
                return;
            }
            pause();
        }
        givenUp.incrementAndGet();
    }

    private boolean isStored(String identity, String body, URI node) {
        long asked = System.nanoTime();
        try {
            Http.Answer answer = Http.post(node.resolve(path), body, PATIENCE);
            slowest.accumulateAndGet(System.nanoTime() - asked, Math::max);
            statuses.add(answer.status());
            if (answer.stored()) {
                ledger.write(identity, answer.json());
                acked.incrementAndGet();
                noteSilence();
                return true;
            }
            refused.incrementAndGet();
        } catch (IOException e) {
            // no answer: tried again, as after a refusal
        }
        return false;
    }

    private void noteSilence() {
        long now = System.nanoTime();
        long gap = now - lastAck.getAndSet(now);
        silence.accumulateAndGet(gap, Math::max);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String plain(String source, int problem, String status) {
        return Http.JSON
                .createObjectNode()
                .put("site", "site-" + problem % 7)
                .put("severity", Integer.toString(problem % 6))
                .put("message", "problem " + problem)
                .put("source", source)
                .put("sourceId", Integer.toString(problem))
                .put("status", status)
                .toString();
    }
}
