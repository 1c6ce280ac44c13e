package dev.nocturne.store;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.NewEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Store nodes on one database, each with a bus of its own, as a caller sees them. */
final class StoreNodes implements AutoCloseable {
    private final List<Vertx> nodes = new ArrayList<>();

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
            deployments.add(vertx.deployVerticle(new StoreVerticle(config)));
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
                .map(StoreRoutes.AppendReply::events);
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
