package dev.nocturne.push;

import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.Check;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the event loops of a push node share: one feed, one ring, and the hubs that it wakes. Safe for all threads. */
final class PushNode implements Feed.Listener {
    private final PushConfig config;
    private final Ring ring;
    private final Feed feed;
    private final List<Hub> hubs = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile @Nullable Address bound;

    /** On the event loop that shall own the feed. */
    PushNode(Vertx vertx, PushConfig config) {
        this.config = config;
        this.ring = new Ring(config.ringEvents(), config.ringBytes());
        this.feed = new Feed(vertx, ring, this);
    }

    Future<?> start() {
        return feed.start();
    }

    Future<?> stop() {
        return feed.stop();
    }

    Hub addHub(Vertx vertx, Context owner) {
        Hub hub = new Hub(vertx, owner, config, ring, feed, connections);
        hubs.add(hub);
        return hub;
    }

    AlertSockets sockets(Hub hub) {
        return new AlertSockets(config, feed, hub, connections);
    }

    void bound(int port) {
        bound = new Address(config.http().host(), port);
    }

    @Nullable
    Address http() {
        return bound;
    }

    List<Check> checks() {
        return List.of(feed.check());
    }

    @Override
    public void advanced() {
        hubs.forEach(Hub::wake);
    }

    @Override
    public void restarted() {
        hubs.forEach(hub -> hub.each(Session::reset));
    }

    @Override
    public void freshness(boolean isFresh) {
        hubs.forEach(hub -> hub.each(session -> session.tell(Notice.Freshness.of(isFresh))));
    }
}
