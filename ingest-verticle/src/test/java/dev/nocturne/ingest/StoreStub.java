package dev.nocturne.ingest;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.Registration;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.Probe;
import dev.nocturne.bus.StoreRoutes.Probed;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.ServiceFailure;
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
    private volatile List<Registration> routes = List.of();

    StoreStub(Vertx vertx) throws Exception {
        this.vertx = vertx;
        Bus.registerCodecs(vertx);
        comeBack();
    }

    void goAway() throws Exception {
        Future.all(routes.stream().map(Registration::unregister).toList()).await(5, SECONDS);
    }

    void comeBack() throws Exception {
        serve().await(5, SECONDS);
    }

    Future<?> serve() {
        return serve(this::store, probe -> Future.succeededFuture(new Probed(0)));
    }

    void answer(Function<Append, Future<AppendReply>> answer) throws Exception {
        goAway();
        serve(answer, probe -> Future.succeededFuture(new Probed(0))).await(5, SECONDS);
    }

    /** Says this to each append and each question whether it can write. */
    void refuse(ServiceFailure failure) throws Exception {
        goAway();
        serve(append -> Future.failedFuture(failure), probe -> Future.failedFuture(failure))
                .await(5, SECONDS);
    }

    /** Further store nodes that say this when they are asked whether they can write. */
    void joinedBy(int nodes, ServiceFailure failure) throws Exception {
        for (int i = 0; i < nodes; i++) {
            new Bus(vertx)
                    .serve(StoreRoutes.PROBE, probe -> Future.failedFuture(failure))
                    .completion()
                    .await(5, SECONDS);
        }
    }

    /** What was stored, repeats left out, oldest first. */
    synchronized List<NewEvent> events() {
        return List.copyOf(added);
    }

    private Future<?> serve(Function<Append, Future<AppendReply>> append, Function<Probe, Future<Probed>> probe) {
        Bus bus = new Bus(vertx);
        routes = List.of(bus.serve(StoreRoutes.APPEND, append), bus.serve(StoreRoutes.PROBE, probe));
        return Future.all(routes.stream().map(Registration::completion).toList());
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
