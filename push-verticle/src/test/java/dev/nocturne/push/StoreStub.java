package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.NodeStatus;
import dev.nocturne.bus.NodeStatus.RoleStatus;
import dev.nocturne.bus.Registration;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.AlertHistory;
import dev.nocturne.bus.StoreRoutes.AlertPage;
import dev.nocturne.bus.StoreRoutes.AlertQuery;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.BatchApplied;
import dev.nocturne.bus.StoreRoutes.KnownSites;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.bus.StoreRoutes.TicketKept;
import dev.nocturne.bus.StoreRoutes.TicketTaken;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers for the store, from memory; what it publishes is for the test to say. */
final class StoreStub {
    static final UUID KNOWN = new UUID(7, 7);

    private final Bus bus;
    private final List<FeedEvent> events = new ArrayList<>();
    private final List<AlertQuery> queries = new ArrayList<>();
    private final List<Sites> asked = new ArrayList<>();
    private final List<NewEvent> appended = new ArrayList<>();
    private final Map<String, String> tickets = new ConcurrentHashMap<>();
    private List<Registration> served = List.of();
    private UUID epoch = UUID.randomUUID();
    private long first = 1;
    private Promise<Void> held = Promise.promise();
    private final List<Long> waiting = new CopyOnWriteArrayList<>();

    StoreStub(Vertx vertx) throws Exception {
        this.bus = new Bus(vertx);
        held.complete();
        Bus.registerCodecs(vertx);
        comeBack();
    }

    void comeBack() throws Exception {
        served = List.of(
                bus.serve(StoreRoutes.REPLAY, replay -> asked(replay).map(since -> page(replay))),
                bus.serve(StoreRoutes.ALERTS, this::alerts),
                bus.serve(StoreRoutes.ALERT, query -> alert(query.id(), query.sites())),
                bus.serve(StoreRoutes.APPEND, append -> append(append.events())),
                bus.serve(StoreRoutes.KEEP_TICKET, ticket -> {
                    tickets.put(ticket.id(), ticket.sealed());
                    return Future.succeededFuture(new TicketKept());
                }),
                bus.serve(
                        StoreRoutes.TAKE_TICKET,
                        ticket -> Future.succeededFuture(new TicketTaken(tickets.remove(ticket.id())))),
                bus.serve(StoreRoutes.SITES, query -> Future.succeededFuture(new KnownSites(List.of("Mara"), true))));
        for (Registration route : served) {
            route.completion().await(5, SECONDS);
        }
    }

    void goAway() throws Exception {
        for (Registration route : served) {
            route.unregister().await(5, SECONDS);
        }
    }

    /** Commits an event, without a word to anyone. */
    FeedBatch commit(String site, Severity severity, int bytes) {
        return commit(List.of(site), severity, bytes);
    }

    synchronized FeedBatch commit(List<String> sites, Severity severity, int bytes) {
        long seq = first + events.size();
        JsonObject json = new JsonObject()
                .put("seq", seq)
                .put("event", "alert.created")
                .put("site", sites.get(0))
                .put("severity", severity.wire())
                .put("message", "x".repeat(bytes));
        FeedEvent event = new FeedEvent(seq, EventKind.CREATED.code(), severity, sites, Buffer.buffer(json.encode()));
        events.add(event);
        return new FeedBatch(epoch, first, seq, List.of(event));
    }

    FeedBatch commit() {
        return commit("Kilimanjaro", Severity.HIGH, 0);
    }

    void publish(FeedBatch batch) {
        bus.publish(StoreRoutes.FEED, batch);
    }

    /** A node that runs this role says how it is. */
    void tell(String role, boolean ready, String detail) {
        bus.publish(
                NodeStatus.TOPIC,
                new NodeStatus(role, role, "", Instant.EPOCH, List.of(new RoleStatus(role, ready, detail))));
    }

    void announce(BatchApplied batch) {
        bus.publish(StoreRoutes.BATCHES, batch);
    }

    void publish(String site, Severity severity) {
        publish(commit(site, severity, 0));
    }

    void publish(int events) {
        for (int i = 0; i < events; i++) {
            publish(commit());
        }
    }

    /** As after a restore from a backup: fewer events, in an epoch of its own or the same. */
    synchronized void restore(UUID newEpoch, int events) {
        epoch = newEpoch;
        this.events.clear();
        for (int i = 0; i < events; i++) {
            commit();
        }
    }

    /** Retention drops the oldest events. */
    synchronized void drop(int count) {
        events.subList(0, count).clear();
        first += count;
    }

    synchronized UUID epoch() {
        return epoch;
    }

    synchronized List<AlertQuery> queries() {
        return List.copyOf(queries);
    }

    /** Within which sites single alerts were asked for. */
    synchronized List<Sites> asked() {
        return List.copyOf(asked);
    }

    synchronized List<NewEvent> appended() {
        return List.copyOf(appended);
    }

    /** What is kept for tickets: id to what is sealed. */
    Map<String, String> tickets() {
        return tickets;
    }

    /** From now on pages that are asked for by clients stay unanswered until {@link #release()}. */
    synchronized void hold() {
        held = Promise.promise();
    }

    void release() {
        held().complete();
    }

    private synchronized Promise<Void> held() {
        return held;
    }

    /** For which places pages were asked since {@link #hold()}. */
    List<Long> waiting() {
        return List.copyOf(waiting);
    }

    /** The node itself asks for what follows its head, and is answered at once. */
    private Future<Void> asked(Replay replay) {
        Promise<Void> promise = held();
        if (promise.future().isComplete() || replay.limit() == 0 || replay.since() >= head()) {
            return Future.succeededFuture();
        }
        waiting.add(replay.since());
        return promise.future();
    }

    private synchronized long head() {
        return first + events.size() - 1;
    }

    /** As the store does: where a node has seen more of this feed than there is, it is another one. */
    private synchronized FeedBatch page(Replay replay) {
        if (epoch.equals(replay.epoch()) && replay.since() > head()) {
            epoch = UUID.randomUUID();
        }
        List<FeedEvent> page = events.stream()
                .filter(event -> event.seq() > replay.since())
                .limit(replay.limit())
                .toList();
        return new FeedBatch(epoch, first, head(), page);
    }

    private synchronized Future<AlertPage> alerts(AlertQuery query) {
        queries.add(query);
        return Future.succeededFuture(new AlertPage(epoch, 3, List.of("{\"seq\":3}", "{\"seq\":1}"), KNOWN));
    }

    private synchronized Future<AlertHistory> alert(UUID id, Sites sites) {
        asked.add(sites);
        return id.equals(KNOWN)
                ? Future.succeededFuture(new AlertHistory("{\"seq\":3}", List.of("{\"seq\":1}", "{\"seq\":3}")))
                : Future.failedFuture(new ServiceFailure(Kind.NOT_FOUND, "no such alert"));
    }

    private synchronized Future<AppendReply> append(List<NewEvent> added) {
        boolean isNew = appended.stream()
                .noneMatch(old -> old.identity().equals(added.get(0).identity()));
        if (isNew) {
            appended.addAll(added);
        }
        return Future.succeededFuture(new AppendReply(List.of(new Appended(KNOWN, appended.size(), isNew))));
    }
}
