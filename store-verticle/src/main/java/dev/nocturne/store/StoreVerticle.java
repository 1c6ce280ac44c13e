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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The truth: commits events, tells the cluster after the commit, and answers what was committed. */
public final class StoreVerticle extends VerticleBase implements Role {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoreVerticle.class);
    private static final long BEACON_MILLIS = 1_000;
    private static final long ROOM_MILLIS = 10_000;
    private static final long RETENTION_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final Duration DRAIN = Duration.ofSeconds(2);
    /** One each for the batch, the beacon and the housekeeping, and one to spare. */
    private static final int WRITER_CONNECTIONS = 4;

    private final StoreConfig config;
    private final Runnable afterCommit;
    private final List<Registration> routes = new ArrayList<>();
    private volatile @Nullable Announcer announcer;
    private final List<Pool> pools = new ArrayList<>();
    private @Nullable Funnel funnel;

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
                .compose(migrated -> Future.all(open(config.poolSize()), open(WRITER_CONNECTIONS)))
                .compose(opened -> serve(opened.resultAt(0), opened.resultAt(1)))
                .onFailure(failure -> closePools());
    }

    private Future<Pool> open(int connections) {
        return StorePool.open(vertx, config, connections).onSuccess(pools::add);
    }

    /** Readers have connections of their own, so that no number of them keeps an alert from being stored. */
    private Future<?> serve(Pool reads, Pool writes) {
        Bus bus = new Bus(vertx);
        Partitions partitions = new Partitions(writes, config.partitionEvents());
        Announcer announces = new Announcer(bus, new Queries(writes, config.statementTimeout()));
        announcer = announces;
        Funnel appends = new Funnel(context, config, new BatchWriter(writes), (batch, milliseconds) -> {
            afterCommit.run();
            announces.committed(batch, milliseconds);
            partitions
                    .committed(batch.head())
                    .onFailure(warning("no partition ahead, trying again after the next batch"));
        });
        return partitions
                .extend()
                .compose(room -> announces.beacon())
                .compose(told -> serve(bus, appends, new Queries(reads, config.statementTimeout())))
                .onSuccess(registered -> repeat(announces, partitions, new Retention(writes, config.retention())));
    }

    private Future<?> serve(Bus bus, Funnel appends, Queries queries) {
        funnel = appends;
        routes.add(bus.serve(StoreRoutes.APPEND, appends::append));
        routes.add(bus.serve(StoreRoutes.REPLAY, queries::replay));
        routes.add(bus.serve(StoreRoutes.ALERTS, queries::alerts));
        routes.add(bus.serve(StoreRoutes.ALERT, queries::alert));
        routes.add(bus.serve(StoreRoutes.SITES, queries::sites));
        return Future.all(routes.stream().map(Registration::completion).toList());
    }

    private void repeat(Announcer announces, Partitions partitions, Retention retention) {
        vertx.setPeriodic(ROOM_MILLIS, tick -> partitions.extend().onFailure(warning("no partition ahead")));
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
                .eventually(() -> funnel == null
                        ? Future.succeededFuture()
                        : funnel.drained().timeout(DRAIN.toMillis(), TimeUnit.MILLISECONDS))
                .eventually(this::closePools);
    }

    private Future<?> closePools() {
        return Future.join(pools.stream().map(Pool::close).toList());
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
