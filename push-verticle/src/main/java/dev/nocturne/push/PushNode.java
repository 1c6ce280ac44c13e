package dev.nocturne.push;

import dev.nocturne.auth.Authenticator;
import dev.nocturne.bus.Appender;
import dev.nocturne.bus.Bus;
import dev.nocturne.bus.NodeStatus;
import dev.nocturne.bus.Registration;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.Audit;
import dev.nocturne.http.FailureLog;
import dev.nocturne.http.HttpConnections;
import dev.nocturne.http.Proxies;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.node.Check;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the event loops of a push node share: one feed, one ring, and the hubs that it wakes. Safe for all threads. */
final class PushNode implements Feed.Listener {
    private static final long LOOK_MILLIS = 1_000;

    private final PushConfig config;
    private final WriteBudget budget;
    private final Answers answers;
    private final Feed feed;
    private final Bus bus;
    private final List<Hub> hubs = new CopyOnWriteArrayList<>();
    private final Proxies proxies;
    private final AccessControl control;
    private final Availability availability;
    private final FailureLog failures;
    private final HttpConnections httpConnections;
    private final List<Registration> subscriptions = new ArrayList<>();
    private final FeedView view;
    private final Vertx vertx;
    private final OpenConnections open;
    private volatile @Nullable Address bound;

    /** On the event loop that shall own the feed. */
    PushNode(Vertx vertx, PushConfig config, Authenticator authenticator) {
        this.vertx = vertx;
        this.config = config;
        this.budget = new WriteBudget(config.memory());
        this.answers = new Answers(config.memory());
        this.bus = new Bus(vertx);
        this.proxies = new Proxies(config.proxies());
        this.failures = new FailureLog();
        this.httpConnections = new HttpConnections(proxies, config.connections(), config.connectionsPerAddress());
        this.open = new OpenConnections(httpConnections);
        this.control = new AccessControl(
                authenticator,
                new Credentials(authenticator, new Tickets(vertx, bus)),
                new Places(config),
                new Audit(proxies),
                config.messageRate());
        Ring ring = new Ring(config.ringEvents(), config.ringBytes(), Form::all);
        Hops hops = new Hops(System.nanoTime());
        this.feed = new Feed(vertx, ring, this, hops::isStoreFailing);
        this.view = new FeedView(ring, feed, new KnownSiteNames(vertx, config.siteGroups()), hops);
        this.availability = new Availability(feed);
    }

    Future<?> start() {
        control.audit().start(vertx);
        failures.start(vertx);
        httpConnections.start(vertx);
        subscriptions.add(bus.subscribe(StoreRoutes.BATCHES, batch -> hubs.forEach(hub -> hub.batch(batch))));
        subscriptions.add(bus.subscribe(NodeStatus.TOPIC, this::heard));
        vertx.setPeriodic(LOOK_MILLIS, tick -> hopsChanged(view.hops().look(System.nanoTime())));
        view.siteNames().start();
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
        Hub hub = new Hub(vertx, (ContextInternal) owner, config, view, budget, open, replaysAtATime);
        hubs.add(hub);
        return hub;
    }

    StreamPaths streams(Vertx vertx, Hub hub) {
        return new StreamPaths(config, vertx, hub, view.ring(), control, availability, proxies, failures);
    }

    RestApi rest(Appender appender) {
        StatusApi status = new StatusApi(view, answers, config.siteGroups());
        return new RestApi(config, control, answers, status, bus, appender);
    }

    OpenConnections open() {
        return open;
    }

    Availability availability() {
        return availability;
    }

    HttpConnections httpConnections() {
        return httpConnections;
    }

    Audit audit() {
        return control.audit();
    }

    FailureLog failures() {
        return failures;
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
        hopsChanged(view.hops().heard(status, System.nanoTime()));
    }

    private void hopsChanged(boolean changed) {
        if (!changed) {
            return;
        }
        feed.noteFreshness();
        Notice notice = Notice.Way.of(view.hops().all());
        hubs.forEach(hub -> hub.eachSession(session -> session.tell(notice)));
    }

    @Override
    public void adds(FeedEvent event) {
        view.siteNames().add(event.sites());
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
