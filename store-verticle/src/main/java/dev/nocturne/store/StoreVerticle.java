package dev.nocturne.store;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.Registration;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.config.Address;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.http.Check;
import dev.nocturne.http.Role;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The truth: commits events, tells the cluster after the commit, and answers what was committed. */
public final class StoreVerticle extends VerticleBase implements Role {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoreVerticle.class);
    private static final long BEACON_MILLIS = 1_000;
    private static final long RETENTION_MILLIS = Duration.ofMinutes(10).toMillis();

    private final StoreConfig config;
    private final Runnable afterCommit;
    private final List<Registration> routes = new ArrayList<>();
    private volatile @Nullable Announcer announcer;
    private @Nullable Pool pool;

    public StoreVerticle(StoreConfig config) {
        this(config, () -> {});
    }

    /** @param afterCommit runs after each commit, before anyone hears of it: the moment to die for a test of recovery */
    public StoreVerticle(StoreConfig config, Runnable afterCommit) {
        this.config = config;
        this.afterCommit = afterCommit;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> {
                    Migrations.run(config.database());
                    return config;
                })
                .compose(migrated -> StorePool.open(vertx, migrated))
                .compose(this::serve);
    }

    private Future<?> serve(Pool opened) {
        pool = opened;
        Bus bus = new Bus(vertx);
        Queries queries = new Queries(opened, config.statementTimeout());
        Partitions partitions = new Partitions(opened, config.partitionEvents());
        Announcer announces = new Announcer(bus, queries);
        announcer = announces;
        Funnel funnel = new Funnel(context, config, new BatchWriter(opened), (batch, milliseconds) -> {
            afterCommit.run();
            announces.committed(batch, milliseconds);
            partitions
                    .committed(batch.head())
                    .onFailure(warning("no partition ahead, trying again after the next batch"));
        });
        return partitions
                .extend()
                .compose(room -> announces.beacon())
                .compose(told -> serve(bus, funnel, queries))
                .onSuccess(registered -> repeat(announces, new Retention(opened, config.retention())))
                .onFailure(failure -> opened.close());
    }

    private Future<?> serve(Bus bus, Funnel funnel, Queries queries) {
        routes.add(bus.serve(StoreRoutes.APPEND, funnel::append));
        routes.add(bus.serve(StoreRoutes.REPLAY, queries::replay));
        routes.add(bus.serve(StoreRoutes.ALERTS, queries::alerts));
        routes.add(bus.serve(StoreRoutes.ALERT, queries::alert));
        return Future.all(routes.stream().map(Registration::completion).toList());
    }

    private void repeat(Announcer announces, Retention retention) {
        vertx.setPeriodic(BEACON_MILLIS, tick -> announces.beacon());
        vertx.setPeriodic(
                BEACON_MILLIS,
                RETENTION_MILLIS,
                tick -> retention.run().onFailure(warning("retention waits for its next turn")));
    }

    private static Handler<Throwable> warning(String message) {
        return failure -> LOGGER.atWarn().setCause(failure).log(message);
    }

    @Override
    public Future<?> stop() {
        return Future.join(routes.stream().map(Registration::unregister).toList())
                .eventually(() -> pool == null ? Future.succeededFuture() : pool.close());
    }

    @Override
    public List<Check> checks() {
        Announcer announces = announcer;
        return List.of(announces == null ? new Check("database", false, "starting") : announces.check());
    }

    @Override
    public @Nullable Address http() {
        return null;
    }
}
