package dev.nocturne.push;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.config.PushConfig;
import dev.nocturne.model.FeedBatch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one event loop. Only that loop touches it, so there is nothing to lock; the methods named so are for
 * all threads.
 */
final class Hub {
    private static final Logger LOGGER = LoggerFactory.getLogger(Hub.class);
    private static final int REPLAY_PAGE = 500;
    private static final int REPLAYS_AT_A_TIME = 4;
    private static final long RETRY_MILLIS = 1_000;
    private static final short GOING_AWAY = 1001;
    private static final short INTERNAL_ERROR = 1011;

    private final Vertx vertx;
    private final Context owner;
    private final PushConfig config;
    private final Ring ring;
    private final Feed feed;
    private final Bus bus;
    private final AtomicInteger connections;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Deque<Runnable> replays = new ArrayDeque<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private int replaying;

    /** @param connections counts the clients of all hubs of the node */
    Hub(Vertx vertx, Context owner, PushConfig config, Ring ring, Feed feed, AtomicInteger connections) {
        this.vertx = vertx;
        this.owner = owner;
        this.config = config;
        this.ring = ring;
        this.feed = feed;
        this.bus = new Bus(vertx);
        this.connections = connections;
        vertx.setPeriodic(config.heartbeat().toMillis(), tick -> {
            Instant now = Instant.now();
            eachNow(session -> session.heartbeat(now));
        });
        vertx.setPeriodic(config.ping().toMillis(), tick -> eachNow(Session::ping));
    }

    /** Takes over a new socket. */
    void open(ServerWebSocket socket, Subscribe subscribe) {
        Session session = new Session(socket, this, ring);
        sessions.add(session);
        socket.closeHandler(closed -> {
            sessions.remove(session);
            connections.decrementAndGet();
        });
        session.open(subscribe, config.siteGroups());
        if (!feed.isFresh()) {
            session.tell(Notice.Freshness.of(false));
        }
    }

    /** For all threads: the ring has new events. Many calls before the hub gets to run count as one. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            owner.runOnContext(run -> {
                woken.set(false);
                eachNow(Session::advance);
            });
        }
    }

    /** For all threads: does it with each client. */
    void each(Consumer<Session> action) {
        owner.runOnContext(run -> eachNow(action));
    }

    /** One client's failure ends that client, and keeps nothing from the others. */
    private void eachNow(Consumer<Session> action) {
        List<Session> failed = new ArrayList<>();
        for (Session session : sessions) {
            try {
                action.accept(session);
            } catch (RuntimeException e) {
                LOGGER.atWarn().setCause(e).log("client failed, closing it");
                failed.add(session);
            }
        }
        failed.forEach(session -> session.close(INTERNAL_ERROR, "internal error"));
    }

    UUID epoch() {
        UUID epoch = feed.epoch();
        if (epoch == null) {
            throw new IllegalStateException("a client before the feed");
        }
        return epoch;
    }

    /** A page of the feed from the store, when it is this client's turn: only a few are read at a time. */
    Future<FeedBatch> replay(long since) {
        Promise<FeedBatch> page = Promise.promise();
        replays.add(() -> bus.call(StoreRoutes.REPLAY, new Replay(since, REPLAY_PAGE))
                .onComplete(page)
                .onComplete(done -> {
                    replaying--;
                    nextReplay();
                }));
        nextReplay();
        return page.future();
    }

    private void nextReplay() {
        while (replaying < REPLAYS_AT_A_TIME && !replays.isEmpty()) {
            replaying++;
            replays.remove().run();
        }
    }

    void later(Runnable action) {
        vertx.setTimer(RETRY_MILLIS, fired -> action.run());
    }

    /** Ends every connection. */
    void close() {
        Set.copyOf(sessions).forEach(session -> session.close(GOING_AWAY, "this node is shutting down"));
    }
}
