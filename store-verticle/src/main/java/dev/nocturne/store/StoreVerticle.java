package dev.nocturne.store;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.config.Address;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.http.Check;
import dev.nocturne.http.Role;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
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
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private volatile Check database = new Check("database", false, "not asked yet");
    private @Nullable Pool pool;

    public StoreVerticle(StoreConfig config) {
        this.config = config;
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
        Queries queries = new Queries(opened);
        Partitions partitions = new Partitions(opened, config.partitionEvents());
        Funnel funnel = new Funnel(config, new BatchWriter(opened), batch -> {
            if (!batch.added().isEmpty()) {
                bus.publish(StoreRoutes.FEED, batch.feed());
            }
            partitions.committed(batch.head()).onFailure(StoreVerticle::warnOfPartitions);
        });
        return partitions
                .extend()
                .compose(ready -> {
                    consumers.add(bus.serve(StoreRoutes.APPEND, funnel::append));
                    consumers.add(bus.serve(StoreRoutes.REPLAY, queries::replay));
                    consumers.add(bus.serve(StoreRoutes.ALERTS, queries::alerts));
                    consumers.add(bus.serve(StoreRoutes.ALERT, queries::alert));
                    return Future.all(
                            consumers.stream().map(MessageConsumer::completion).toList());
                })
                .compose(registered -> beacon(bus, queries))
                .onSuccess(answered -> {
                    vertx.setPeriodic(BEACON_MILLIS, tick -> beacon(bus, queries));
                    Retention retention = new Retention(opened, config.retention());
                    vertx.setPeriodic(
                            BEACON_MILLIS,
                            RETENTION_MILLIS,
                            tick -> retention
                                    .run()
                                    .onFailure(failure -> LOGGER.atWarn()
                                            .setCause(failure)
                                            .log("retention waits for its next turn")));
                })
                .onFailure(failure -> opened.close());
    }

    /** Tells the cluster where the feed ends, so that a node that missed a batch finds out; and tells whether the database answers. */
    private Future<?> beacon(Bus bus, Queries queries) {
        return queries.replay(new Replay(0, 0))
                .onSuccess(head -> {
                    bus.publish(StoreRoutes.FEED, head);
                    note(new Check("database", true, "head " + head.head()));
                })
                .onFailure(failure -> note(new Check("database", false, String.valueOf(failure.getMessage()))));
    }

    private void note(Check now) {
        if (now.ok() != database.ok()) {
            LOGGER.atInfo()
                    .addKeyValue("available", now.ok())
                    .addKeyValue("detail", now.detail())
                    .log("database");
        }
        database = now;
    }

    private static void warnOfPartitions(Throwable failure) {
        LOGGER.atWarn().setCause(failure).log("cannot add a partition yet, trying again after the next batch");
    }

    @Override
    public Future<?> stop() {
        return Future.all(consumers.stream().map(MessageConsumer::unregister).toList())
                .eventually(() -> pool == null ? Future.succeededFuture() : pool.close());
    }

    @Override
    public List<Check> checks() {
        return List.of(database);
    }

    @Override
    public @Nullable Address http() {
        return null;
    }
}
