package dev.nocturne.push;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.Registration;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.node.Check;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node's {@link Ring} a true copy of the feed's end. The bus only wakes it up: what is missing between two
 * messages is fetched from the store before anything later is shown, and every second the store is asked for the head,
 * so that a silent bus is found out too. Owned by one event loop; the readers named so are for all threads.
 */
final class Feed {
    private static final Logger LOGGER = LoggerFactory.getLogger(Feed.class);
    private static final long ASK_MILLIS = 1_000;
    private static final long STALE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Vertx vertx;
    private final Bus bus;
    private final Ring ring;
    private final Listener listener;
    private final BooleanSupplier storeFails;
    private @Nullable Registration subscription;
    private volatile @Nullable UUID epoch;
    private volatile long lastAnswer;
    private volatile boolean fresh;
    private volatile boolean filled;
    private boolean asking;
    /** The highest head that any message told: what arrived during a question may be newer than its answer. */
    private long announced;

    /** Who wants to know; called on the feed's event loop. */
    interface Listener {
        /** The event is about to be in the ring. */
        void adds(FeedEvent event);

        /** The ring has new events. */
        void advanced();

        /** The feed is another one: what clients know of seq means nothing any more. */
        void restarted();

        /** The feed became trustworthy, or no longer is. */
        void freshness(boolean isFresh);
    }

    /** @param storeFails whether the store cannot take alerts: then what it answers is not all that happens */
    Feed(Vertx vertx, Ring ring, Listener listener, BooleanSupplier storeFails) {
        this.vertx = vertx;
        this.storeFails = storeFails;
        this.bus = new Bus(vertx);
        this.ring = ring;
        this.listener = listener;
    }

    /** Completes when wake-ups arrive; whether the store answers is seen in {@link #check()}. */
    Future<?> start() {
        Registration registration = bus.subscribe(StoreRoutes.FEED, this::accept);
        subscription = registration;
        vertx.setPeriodic(0, ASK_MILLIS, tick -> {
            noteFreshness();
            ask();
        });
        return registration.completion();
    }

    Future<?> stop() {
        return subscription == null ? Future.succeededFuture() : subscription.unregister();
    }

    /** The feed's epoch, or null until the store has answered once. For all threads. */
    @Nullable
    UUID epoch() {
        return epoch;
    }

    /** Whether the ring has reached the feed's head since it was begun: before that a client would take old events for new. For all threads. */
    boolean isFilled() {
        return filled;
    }

    /** Whether the ring is known to be near the feed's end. For all threads. */
    boolean isFresh() {
        return fresh;
    }

    /** For all threads. */
    Check check() {
        return new Check("feed", fresh, fresh ? "at " + ring.head() : "the store does not answer or cannot write");
    }

    private void accept(FeedBatch batch) {
        if (!batch.epoch().equals(epoch)) {
            ask();
            return;
        }
        announced = Math.max(announced, batch.head());
        if (add(batch)) {
            listener.advanced();
        }
        if (ring.head() < batch.head()) {
            LOGGER.atDebug()
                    .addKeyValue("have", ring.head())
                    .addKeyValue("head", batch.head())
                    .log("feed goes on elsewhere, asking the store");
            ask();
        }
    }

    /** Adds what follows the ring's head without a hole; tells whether that was anything. */
    private boolean add(FeedBatch batch) {
        long before = ring.head();
        for (FeedEvent event : batch.events()) {
            if (event.seq() == ring.head() + 1) {
                listener.adds(event);
                ring.add(event);
            }
        }
        return ring.head() > before;
    }

    /** One question at a time; its answer leads to the next one until the ring has reached the head. */
    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        long since = ring.head();
        bus.call(StoreRoutes.REPLAY, new Replay(since, epoch == null ? 0 : StoreRoutes.MAX_EVENTS, epoch))
                .onComplete(done -> asking = false)
                .onSuccess(batch -> answered(since, batch))
                .onFailure(failure -> LOGGER.atDebug()
                        .setMessage("store does not answer")
                        .setCause(failure)
                        .log());
    }

    private void answered(long since, FeedBatch batch) {
        if (!batch.epoch().equals(epoch) || batch.head() < since || batch.first() > since + 1) {
            restart(batch);
            return;
        }
        boolean added = add(batch);
        if (added) {
            listener.advanced();
        }
        if (ring.head() >= batch.head()) {
            filled = true;
            lastAnswer = System.nanoTime();
            noteFreshness();
        }
        if (added && ring.head() < Math.max(batch.head(), announced)) {
            ask();
        }
    }

    private void restart(FeedBatch batch) {
        boolean first = epoch == null;
        filled = false;
        LOGGER.atInfo()
                .addKeyValue("epoch", batch.epoch())
                .addKeyValue("head", batch.head())
                .log("feed found");
        ring.startAfter(batch.epoch(), Math.max(batch.first() - 1, batch.head() - StoreRoutes.MAX_EVENTS));
        epoch = batch.epoch();
        announced = batch.head();
        if (!first) {
            listener.restarted();
        }
        ask();
    }

    /** Tells the listener if the feed became trustworthy, or no longer is. */
    void noteFreshness() {
        boolean answers = lastAnswer != 0 && System.nanoTime() - lastAnswer < STALE_NANOS;
        boolean now = answers && !storeFails.getAsBoolean();
        if (now != fresh) {
            fresh = now;
            LOGGER.atInfo()
                    .addKeyValue("fresh", now)
                    .addKeyValue("seq", ring.head())
                    .log("feed");
            listener.freshness(now);
        }
    }
}
