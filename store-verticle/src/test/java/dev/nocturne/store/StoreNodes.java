package dev.nocturne.store;

import dev.nocturne.bus.Appender;
import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.NewEvent;
import dev.nocturne.node.Check;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Store nodes on one database, each with a bus of its own, as a caller sees them. */
final class StoreNodes implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final List<Vertx> nodes = new ArrayList<>();
    private final List<StoreVerticle> verticles = new ArrayList<>();

    static StoreConfig config(DatabaseUri database) {
        return new StoreConfig(database, 4, 200, 2_000, 10_000_000, Duration.ofSeconds(5), 1_000, Duration.ofDays(90));
    }

    /** Starts the nodes at once, so that they also migrate at once. */
    static StoreNodes start(int count, StoreConfig config) throws Exception {
        StoreNodes started = new StoreNodes();
        List<Future<String>> deployments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Vertx vertx = Vertx.vertx();
            started.nodes.add(vertx);
            Bus.registerCodecs(vertx);
            StoreVerticle verticle = new StoreVerticle(config);
            started.verticles.add(verticle);
            deployments.add(vertx.deployVerticle(verticle));
        }
        Future.all(deployments).await(30, TimeUnit.SECONDS);
        return started;
    }

    Bus bus(int node) {
        return new Bus(nodes.get(node));
    }

    Future<List<Appended>> append(int node, NewEvent... events) {
        return bus(node)
                .call(StoreRoutes.APPEND, new Append(List.of(events)), Duration.ofSeconds(10))
                .map(AppendReply::events);
    }

    /** As an ingest node hands an event over. */
    Future<AppendReply> handOver(int node, NewEvent event) {
        Vertx vertx = nodes.get(node);
        Promise<AppendReply> done = Promise.promise();
        vertx.runOnContext(run -> new Appender(vertx, DEADLINE, 1)
                .append(new Append(List.of(event)))
                .onComplete(done));
        return done.future();
    }

    /** Whether the node can store, as its readiness tells. */
    Check check(int node) {
        return verticles.get(node).checks().get(0);
    }

    Appended appended(int node, NewEvent event) throws Exception {
        return append(node, event).await(10, TimeUnit.SECONDS).get(0);
    }

    FeedBatch replay(long since, int limit) throws Exception {
        return bus(0).call(StoreRoutes.REPLAY, new Replay(since, limit)).await(10, TimeUnit.SECONDS);
    }

    /** The whole feed after a seq, page by page. */
    List<FeedEvent> feed(long since) throws Exception {
        List<FeedEvent> all = new ArrayList<>();
        FeedBatch page = replay(since, 300);
        while (!page.events().isEmpty()) {
            all.addAll(page.events());
            page = replay(all.get(all.size() - 1).seq(), 300);
        }
        return all;
    }

    @Override
    public void close() throws TimeoutException {
        Future.all(nodes.stream().map(Vertx::close).toList()).await(10, TimeUnit.SECONDS);
    }
}
