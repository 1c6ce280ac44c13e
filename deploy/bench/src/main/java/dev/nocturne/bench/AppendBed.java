package dev.nocturne.bench;

import dev.nocturne.bus.Bus;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.postgres.EmbeddedPostgres;
import dev.nocturne.store.Migrations;
import dev.nocturne.store.StoreVerticle;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One PostgreSQL server, one bus, the store on it, and the three contenders ready. Each has a database of its own. */
final class AppendBed implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PRODUCER_THREADS = 2;
    private static final long PARTITION = 1_000_000;

    /** The bare loop does not extend its feed as it goes. */
    private static final long ROOM = 20_000_000;

    private final EmbeddedPostgres server;
    private final Vertx vertx;
    private final String conditions;
    private final StoreContender store;
    private final SingleInserts singles;
    private final BareLoop bare;

    private AppendBed(
            Workplace place, EmbeddedPostgres server, Vertx vertx, int connections, int batchEvents, int inFlight)
            throws TimeoutException {
        this.server = server;
        this.vertx = vertx;
        Bus.registerCodecs(vertx);
        DatabaseUri main = DatabaseUri.parse(server.uri());
        Postgres postgres = new Postgres(vertx, main);
        await(vertx.deployVerticle(new StoreVerticle(config(main, connections, batchEvents))));
        List<Context> threads = contexts(vertx, PRODUCER_THREADS);
        store = new StoreContender(vertx, threads, inFlight);
        DatabaseUri forSingles = await(postgres.create("singles"));
        singles = await(SingleInserts.open(postgres, forSingles, threads, connections));
        DatabaseUri forBare = await(postgres.create("bare"));
        Migrations.run(forBare);
        bare = await(BareLoop.open(postgres, forBare, threads.get(0), ROOM));
        conditions = Machine.describe(place.directory()) + "; PostgreSQL " + await(postgres.version())
                + " with fsync on, " + connections + " connections; " + inFlight + " appends in flight";
    }

    static AppendBed open(Workplace place, int connections, int batchEvents, int inFlight) {
        EmbeddedPostgres server = EmbeddedPostgres.start(place.directory());
        Vertx vertx = Vertx.vertx();
        try {
            return new AppendBed(place, server, vertx, connections, batchEvents, inFlight);
        } catch (RuntimeException | TimeoutException e) {
            vertx.close();
            server.close();
            throw new IllegalStateException("nothing can be measured: " + e.getMessage(), e);
        }
    }

    /** What the all-in-one uses by default, but for what the command line says. */
    private static StoreConfig config(DatabaseUri database, int connections, int batchEvents) {
        return new StoreConfig(
                database,
                connections,
                batchEvents,
                50_000,
                64L << 20,
                Duration.ofSeconds(5),
                PARTITION,
                Duration.ofDays(90));
    }

    /** Each on an event loop of its own, as long as there are enough. */
    private static List<Context> contexts(Vertx vertx, int count) throws TimeoutException {
        List<Context> contexts = Collections.synchronizedList(new ArrayList<>());
        Deployable noteContext = context -> {
            contexts.add(context);
            return Future.succeededFuture();
        };
        for (int i = 0; i < count; i++) {
            await(vertx.deployVerticle(noteContext, new DeploymentOptions()));
        }
        return List.copyOf(contexts);
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    ProcessTree postgres() {
        return ProcessTree.of(server.pid());
    }

    /** One line for the report. */
    String conditions() {
        return conditions;
    }

    StoreContender store() {
        return store;
    }

    SingleInserts singles() {
        return singles;
    }

    BareLoop bare() {
        return bare;
    }

    @Override
    public void close() {
        try {
            await(vertx.close());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the bus does not close", e);
        } finally {
            server.close();
        }
    }
}
