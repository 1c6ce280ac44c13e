package dev.nocturne.push;

import static java.util.Objects.requireNonNull;

import dev.nocturne.auth.Audit;
import dev.nocturne.auth.Authenticator;
import dev.nocturne.bus.Bus;
import dev.nocturne.bus.NodeStatus;
import dev.nocturne.bus.Registration;
import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.config.Rate;
import dev.nocturne.http.Check;
import dev.nocturne.http.FailureLog;
import dev.nocturne.http.HttpConnections;
import dev.nocturne.http.Problem;
import dev.nocturne.http.Proxies;
import dev.nocturne.model.FeedEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the event loops of a push node share: one feed, one ring, and the hubs that it wakes. Safe for all threads. */
final class PushNode implements Feed.Listener {
    private static final long LOOK_MILLIS = 1_000;

    private final PushConfig config;
    private final Ring ring;
    private final WriteBudget budget;
    private final Answers answers;
    private final Feed feed;
    private final Bus bus;
    private final List<Hub> hubs = new CopyOnWriteArrayList<>();
    private final Proxies proxies;
    private final Places places;
    private final Authenticator authenticator;
    private final Audit audit;
    private final FailureLog failures;
    private final HttpConnections httpConnections;
    private final Credentials credentials;
    private volatile boolean leaving;
    private final List<Registration> subscriptions = new ArrayList<>();
    private final KnownSiteNames siteNames;
    private final Hops hops;
    private final Vertx vertx;
    private final Map<Form, LongAdder> open =
            new EnumMap<>(Map.of(Form.WEB_SOCKET, new LongAdder(), Form.EVENT_STREAM, new LongAdder()));
    private volatile @Nullable Address bound;

    /** On the event loop that shall own the feed. */
    PushNode(Vertx vertx, PushConfig config, Authenticator authenticator) {
        this.vertx = vertx;
        this.config = config;
        this.ring = new Ring(config.ringEvents(), config.ringBytes());
        this.budget = new WriteBudget(config.memory());
        this.answers = new Answers(config.memory());
        this.bus = new Bus(vertx);
        this.proxies = new Proxies(config.proxies());
        this.places = new Places(config);
        this.authenticator = authenticator;
        this.audit = new Audit(proxies);
        this.failures = new FailureLog();
        this.httpConnections = new HttpConnections(proxies, config.connections(), config.connectionsPerAddress());
        this.credentials = new Credentials(authenticator, new Tickets(vertx, bus));
        this.siteNames = new KnownSiteNames(vertx, config.siteGroups());
        this.hops = new Hops(System.nanoTime());
        this.feed = new Feed(vertx, ring, this, hops::isStoreFailing);
    }

    Future<?> start() {
        audit.start(vertx);
        failures.start(vertx);
        httpConnections.start(vertx);
        subscriptions.add(bus.subscribe(StoreRoutes.BATCHES, batch -> hubs.forEach(hub -> hub.batch(batch))));
        subscriptions.add(bus.subscribe(NodeStatus.TOPIC, this::heard));
        vertx.setPeriodic(LOOK_MILLIS, tick -> hopsChanged(hops.look(System.nanoTime())));
        siteNames.start();
        List<Future<?>> started = new ArrayList<>(List.of(feed.start()));
        subscriptions.forEach(subscription -> started.add(subscription.completion()));
        return Future.all(started);
    }

    Future<?> stop() {
        List<Future<?>> stopped = new ArrayList<>(List.of(feed.stop()));
        subscriptions.forEach(subscription -> stopped.add(subscription.unregister()));
        return Future.join(stopped);
    }

    Hub addHub(Vertx vertx, Context owner, int replaysAtATime) {
        Hub hub = new Hub(vertx, (ContextInternal) owner, config, this, replaysAtATime);
        hubs.add(hub);
        return hub;
    }

    Ring ring() {
        return ring;
    }

    Answers answers() {
        return answers;
    }

    WriteBudget budget() {
        return budget;
    }

    Feed feed() {
        return feed;
    }

    /** How many connections of the form are open. */
    LongAdder open(Form form) {
        return requireNonNull(open.get(form));
    }

    KnownSiteNames siteNames() {
        return siteNames;
    }

    Hops hops() {
        return hops;
    }

    Proxies proxies() {
        return proxies;
    }

    Places places() {
        return places;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    Credentials credentials() {
        return credentials;
    }

    /** Most messages that one client may send. */
    Rate messageRate() {
        return config.messageRate();
    }

    HttpConnections httpConnections() {
        return httpConnections;
    }

    Audit audit() {
        return audit;
    }

    FailureLog failures() {
        return failures;
    }

    /** Lets no new client in from now on. */
    void refuseClients() {
        leaving = true;
    }

    /**
     * Why no client can be let in now, or null.
     *
     * @param needsFeed whether the client would be told events: before the ring has reached the feed's head it would take
     *     old ones for new
     */
    @Nullable
    Problem refusal(boolean needsFeed) {
        if (leaving) {
            return Problem.of(new ServiceFailure(Kind.UNAVAILABLE, "this node shuts down, use another one"), 503);
        }
        if (needsFeed && !feed.isFilled()) {
            return Problem.of(new ServiceFailure(Kind.UNAVAILABLE, "this node has not found the store yet"), 503);
        }
        return null;
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

    private void heard(NodeStatus status) {
        hopsChanged(hops.heard(status, System.nanoTime()));
    }

    private void hopsChanged(boolean changed) {
        if (!changed) {
            return;
        }
        feed.noteFreshness();
        Notice notice = Notice.Way.of(hops.all());
        hubs.forEach(hub -> hub.eachSession(session -> session.tell(notice)));
    }

    @Override
    public void adds(FeedEvent event) {
        siteNames.add(event.sites());
    }

    @Override
    public void advanced() {
        hubs.forEach(Hub::wake);
    }

    @Override
    public void restarted() {
        hubs.forEach(hub -> hub.eachSession(Session::reset));
    }

    @Override
    public void freshness(boolean isFresh) {
        hubs.forEach(hub -> hub.eachSession(session -> session.tell(Notice.Freshness.of(isFresh))));
    }
}
