package dev.nocturne.store;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.Registration;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.config.Address;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.node.Check;
import dev.nocturne.node.Role;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
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

    private final StoreConfig config;
    private final Runnable afterCommit;
    private final List<Registration> routes = new ArrayList<>();
    private volatile @Nullable WriteProbe probe;
    private @Nullable Sessions sessions;
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
                .compose(migrated -> Sessions.open(vertx, config))
                .compose(this::serve)
                .onFailure(failure -> closeSessions());
    }

    private Future<?> serve(Sessions opened) {
        sessions = opened;
        Bus bus = new Bus(vertx);
        Partitions partitions = new Partitions(opened::writers, config.partitionEvents());
        Epochs epochs = new Epochs(opened::writers);
        WriteProbe writes = new WriteProbe(opened, epochs);
        probe = writes;
        Announcer announces = new Announcer(bus, writes);
        Funnel appends = new Funnel(
                context, config, new BatchWriter(opened::writers, epochs), listener(partitions, writes, announces));
        Queries queries = new Queries(opened::readers, config.statementTimeout(), epochs);
        KeptTickets tickets = new KeptTickets(opened::readers, config.statementTimeout());
        return partitions
                .extend()
                .compose(room -> announces.beacon())
                .compose(told -> serve(bus, appends, queries, tickets, writes))
                .onSuccess(registered ->
                        repeat(announces, partitions, new Retention(opened::writers, config.retention())));
    }

    private Funnel.Listener listener(Partitions partitions, WriteProbe writes, Announcer announces) {
        return new Funnel.Listener() {
            @Override
            public void stored() {
                afterCommit.run();
            }

            @Override
            public void committed(Batch batch, long milliseconds) {
                announces.committed(batch, milliseconds);
                partitions
                        .committed(batch.head())
                        .onFailure(warning("no partition ahead, trying again after the next batch"));
            }

            @Override
            public void refused(ServiceFailure failure) {
                writes.refused(failure);
            }
        };
    }

    private Future<?> serve(Bus bus, Funnel appends, Queries queries, KeptTickets tickets, WriteProbe writes) {
        funnel = appends;
        routes.add(bus.serve(StoreRoutes.APPEND, appends::append));
        routes.add(bus.serve(StoreRoutes.REPLAY, queries::replay));
        routes.add(bus.serve(StoreRoutes.ALERTS, queries::alerts));
        routes.add(bus.serve(StoreRoutes.ALERT, queries::alert));
        routes.add(bus.serve(StoreRoutes.SITES, queries::sites));
        routes.add(bus.serve(StoreRoutes.KEEP_TICKET, tickets::keep));
        routes.add(bus.serve(StoreRoutes.TAKE_TICKET, tickets::take));
        routes.add(bus.serve(StoreRoutes.PROBE, asked -> writes.answer()));
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
                .eventually(this::closeSessions);
    }

    private Future<?> closeSessions() {
        return sessions == null ? Future.succeededFuture() : sessions.close();
    }

    @Override
    public List<Check> checks() {
        WriteProbe writes = probe;
        return List.of(writes == null ? new Check("database", false, "starting") : writes.check());
    }

    @Override
    public @Nullable Address http() {
        return null;
    }
}
