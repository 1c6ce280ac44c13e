package dev.nocturne.push;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes.BatchApplied;
import dev.nocturne.config.PushConfig;
import dev.nocturne.model.FeedBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one event loop. Only that loop touches it, so there is nothing to lock; the methods named so are for
 * all threads.
 */
final class Hub implements ConnectionOwner {
    private static final Logger LOGGER = LoggerFactory.getLogger(Hub.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long DRAIN_TICK_MILLIS = 20;
    private static final UUID NO_EPOCH = new UUID(0, 0);

    private final Vertx vertx;
    private final ContextInternal owner;
    private final PushConfig config;
    private final FeedView feed;
    private final WriteBudget budget;
    private final OpenConnections open;
    private final Rotation<Connection> connections = new Rotation<>();
    private final Rotation<Session> sessions = new Rotation<>();
    private final BatchWatches watches = new BatchWatches();
    private final Heartbeats heartbeats;
    private final Joins joins;
    private final Backlog<Session> backlog;
    private final SlowClients slowClients;
    private final Replays replays;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Promise<Void> drained = Promise.promise();
    private boolean draining;

    /** @param replaysAtATime most pages that this hub asks the store for at a time */
    Hub(
            Vertx vertx,
            ContextInternal owner,
            PushConfig config,
            FeedView feed,
            WriteBudget budget,
            OpenConnections open,
            int replaysAtATime) {
        this.vertx = vertx;
        this.owner = owner;
        this.config = config;
        this.feed = feed;
        this.budget = budget;
        this.open = open;
        this.joins = new Joins(feed.ring(), writeBytes(), budget);
        this.backlog = new Backlog<>(owner, this::write, joins::clear);
        this.slowClients = new SlowClients(budget);
        this.replays = new Replays(new Bus(vertx), replaysAtATime);
        this.heartbeats = new Heartbeats(vertx, (turn, frames) -> each(turn, session -> session.heartbeat(frames)));
    }

    /** Looks after its clients from now on, on the event loop that calls this. */
    void start() {
        vertx.setPeriodic(turn(config.ping()), tick -> connections.next().forEach(this::tend));
        vertx.setPeriodic(SlowClients.INTERVAL, tick -> slowClients.shed(connections.all()));
    }

    private static long turn(Duration interval) {
        return Math.max(1, interval.toMillis() / Rotation.TURNS);
    }

    private void tend(Connection connection) {
        if (connection.stuck().compareTo(config.stall()) > 0) {
            connection.close(CloseReason.TRY_AGAIN_LATER, "too slow");
        } else {
            connection.ping();
        }
    }

    @Override
    public void dispatch(Runnable action) {
        owner.dispatch(action);
    }

    @Override
    public void add(Connection connection) {
        connections.add(connection);
        open.of(connection.form()).increment();
        if (draining) {
            connection.close(CloseReason.SERVICE_RESTART, "this node shuts down");
        }
    }

    void add(Session session) {
        sessions.add(session);
        heartbeats.add(session, session.beat());
        if (!feed.isFresh()) {
            session.tell(Notice.Freshness.of(false));
        }
    }

    /** The client has asked for another pace than this one. */
    void changeBeat(Session session, Duration before) {
        heartbeats.remove(session, before);
        heartbeats.add(session, session.beat());
    }

    @Override
    public void leftHttp(HttpConnection connection) {
        open.leftHttp(connection);
    }

    /** Those who watch the commits. */
    BatchWatches watches() {
        return watches;
    }

    @Override
    public void remove(Connection connection) {
        connections.remove(connection);
        open.of(connection.form()).decrement();
        if (draining && connections.isEmpty()) {
            drained.tryComplete();
        }
    }

    void remove(Session session) {
        sessions.remove(session);
        heartbeats.remove(session, session.beat());
    }

    /** For all threads: the ring has new events. Many calls before the hub gets to run count as one. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            owner.runOnContext(run -> {
                woken.set(false);
                sessions.forEach(backlog::add);
            });
        }
    }

    /** Writes to it at once what it has not seen. */
    void advance(Session session) {
        backlog.serve(session);
    }

    /** Writes to it what it has not seen, in turn with the others. */
    void queue(Session session) {
        backlog.add(session);
    }

    private Backlog.Progress write(Session session) {
        try {
            return session.advance(joins);
        } catch (RuntimeException e) {
            fail(session, e);
            return Backlog.Progress.DONE;
        }
    }

    @Override
    public WriteBudget budget() {
        return budget;
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    /** The one object for all filters that are equal to it. */
    Filter shared(Filter filter) {
        return joins.shared(filter);
    }

    /** For all threads: does it with each client of the feed. */
    void eachSession(Consumer<Session> action) {
        owner.runOnContext(run -> each(sessions.all(), action));
    }

    /** For all threads. */
    void batch(BatchApplied batch) {
        owner.runOnContext(run -> watches.tell(() -> Form.WEB_SOCKET.notice(Notice.Batch.of(batch), epoch())));
    }

    /** One client's failure ends that client, and keeps nothing from the others. */
    private static void each(List<Session> sessions, Consumer<Session> action) {
        for (Session session : sessions) {
            try {
                action.accept(session);
            } catch (RuntimeException e) {
                fail(session, e);
            }
        }
    }

    private static void fail(Session session, RuntimeException failure) {
        LOGGER.atWarn().setCause(failure).log("client failed, closing it");
        session.close(CloseReason.INTERNAL_ERROR, "internal error");
    }

    /** The feed's; before the store has answered once, nobody's. */
    @Override
    public UUID epoch() {
        UUID epoch = feed.epoch();
        return epoch == null ? NO_EPOCH : epoch;
    }

    Duration defaultBeat() {
        return config.heartbeat();
    }

    KnownSiteNames siteNames() {
        return feed.siteNames();
    }

    Notice hops() {
        return Notice.Way.of(feed.hops().all());
    }

    /** Most bytes to write to a client at once. */
    @Override
    public int writeBytes() {
        return config.clientBytes() / 2;
    }

    Map<String, List<String>> siteGroups() {
        return config.siteGroups();
    }

    /** A page of the feed from the store, when its turn comes: only a few are read at a time. */
    Future<FeedBatch> replay(long since) {
        return replays.after(since);
    }

    void later(Runnable action) {
        vertx.setTimer(RETRY_MILLIS, fired -> action.run());
    }

    /**
     * Tells every client that the node leaves. In the first half of the window they move by themselves, in the second one
     * those that stay are ended, evenly over it. Completes when all are gone.
     */
    Future<Void> drain() {
        draining = true;
        Notice notice = Notice.Draining.within(config.drain());
        each(sessions.all(), session -> session.tell(notice));
        if (connections.isEmpty()) {
            drained.tryComplete();
        }
        Duration half = config.drain().dividedBy(2);
        vertx.setTimer(Math.max(1, half.toMillis()), moved -> endAll(half));
        return drained.future();
    }

    private void endAll(Duration window) {
        Deque<Connection> left = new ArrayDeque<>(connections.all());
        double share = (double) left.size() / Math.max(1, window.toMillis() / DRAIN_TICK_MILLIS);
        drainTick(left, share, share);
    }

    private void drainTick(Deque<Connection> left, double share, double due) {
        for (; due > 0 && !left.isEmpty(); due--) {
            left.remove().close(CloseReason.SERVICE_RESTART, "this node shuts down");
        }
        if (!left.isEmpty()) {
            double next = due + share;
            vertx.setTimer(DRAIN_TICK_MILLIS, tick -> drainTick(left, share, next));
        }
    }
}
