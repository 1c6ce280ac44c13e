package dev.nocturne.bench.fanout;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Severity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for the store without its PostgreSQL: what waits is a batch, and is published on the bus as the store would
 * after its commit. The next batch is made when every event loop has had a turn since, which is when the store, on the
 * same event loops in an all-in-one, would get to make one; so producers go at the pace of a busy push engine.
 */
final class StandInStore {
    private static final int KEPT = 1 << 16;
    private static final int TURN_SECONDS = 10;
    /** Of all events. */
    static final String SITE = "Kilimanjaro";

    private final Bus bus;
    private final List<Context> loops;
    private final UUID epoch = UUID.randomUUID();
    private final FeedEvent[] kept = new FeedEvent[KEPT];
    private final Backlog backlog = new Backlog(() -> {});
    private long head;

    /** @param loops one context of each event loop */
    StandInStore(Vertx vertx, List<Context> loops) {
        this.bus = new Bus(vertx);
        this.loops = loops;
    }

    /** Answers the route that a push node needs, and publishes from now on, on a thread of its own. */
    Future<?> start() {
        Thread thread = new Thread(this::run, "stand-in-store");
        thread.setDaemon(true);
        thread.start();
        return bus.serve(StoreRoutes.REPLAY, replay -> Future.succeededFuture(page(replay)))
                .completion();
    }

    Producers.Sink sink() {
        return backlog;
    }

    private void run() {
        List<Long> waiting = new ArrayList<>(Backlog.MOST);
        try {
            while (true) {
                waiting.clear();
                backlog.drainTo(waiting);
                bus.publish(StoreRoutes.FEED, commit(waiting));
                awaitTurn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitTurn() throws InterruptedException {
        CountDownLatch turns = new CountDownLatch(loops.size());
        loops.forEach(loop -> loop.runOnContext(turn -> turns.countDown()));
        if (!turns.await(TURN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("an event loop is blocked");
        }
    }

    private synchronized FeedBatch commit(List<Long> made) {
        List<FeedEvent> batch = new ArrayList<>(made.size());
        for (long madeAt : made) {
            head++;
            FeedEvent event = new FeedEvent(
                    head,
                    EventKind.CREATED.code(),
                    Severity.CRITICAL,
                    List.of(SITE),
                    Buffer.buffer(EventText.of(head, madeAt)));
            kept[(int) head & KEPT - 1] = event;
            batch.add(event);
        }
        return new FeedBatch(epoch, first(), head, batch);
    }

    private synchronized FeedBatch page(Replay replay) {
        List<FeedEvent> page = new ArrayList<>();
        long last = Math.min(head, replay.since() + replay.limit());
        for (long seq = Math.max(first(), replay.since() + 1); seq <= last; seq++) {
            page.add(kept[(int) seq & KEPT - 1]);
        }
        return new FeedBatch(epoch, first(), head, page);
    }

    private long first() {
        return Math.max(1, head - KEPT + 1);
    }
}
