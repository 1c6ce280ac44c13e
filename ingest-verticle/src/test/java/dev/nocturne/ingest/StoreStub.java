package dev.nocturne.ingest;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.Registration;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.NewEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Answers for the store, from memory: an identity that it knows is a repeat. */
final class StoreStub {
    private final Vertx vertx;
    private final Map<EventIdentity, Appended> known = new LinkedHashMap<>();
    private final List<NewEvent> added = new ArrayList<>();
    private volatile Registration consumer;

    StoreStub(Vertx vertx) throws Exception {
        this.vertx = vertx;
        Bus.registerCodecs(vertx);
        consumer = serve(this::store);
        consumer.completion().await(5, SECONDS);
    }

    void goAway() throws Exception {
        consumer.unregister().await(5, SECONDS);
    }

    void comeBack() throws Exception {
        serve().await(5, SECONDS);
    }

    Future<Void> serve() {
        consumer = serve(this::store);
        return consumer.completion();
    }

    void answer(Function<Append, Future<AppendReply>> answer) throws Exception {
        goAway();
        consumer = serve(answer);
        consumer.completion().await(5, SECONDS);
    }

    /** What was stored, repeats left out, oldest first. */
    synchronized List<NewEvent> events() {
        return List.copyOf(added);
    }

    private Registration serve(Function<Append, Future<AppendReply>> answer) {
        return new Bus(vertx).serve(StoreRoutes.APPEND, answer);
    }

    private Future<AppendReply> store(Append append) {
        return Future.succeededFuture(
                new AppendReply(append.events().stream().map(this::store).toList()));
    }

    private synchronized Appended store(NewEvent event) {
        Appended first = known.get(event.identity());
        if (first != null) {
            return new Appended(first.id(), first.seq(), false);
        }
        added.add(event);
        Appended now = new Appended(new UUID(7, event.identity().sourceId().hashCode()), added.size(), true);
        known.put(event.identity(), now);
        return now;
    }
}
