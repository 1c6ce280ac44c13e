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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The truth: commits events, tells the cluster after the commit, and answers what was committed. */
public final class StoreVerticle extends VerticleBase implements Role {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoreVerticle.class);
    private static final long CHECK_MILLIS = 1_000;

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
                .compose(registered -> check(queries))
                .onSuccess(checked -> vertx.setPeriodic(CHECK_MILLIS, tick -> check(queries)))
                .onFailure(failure -> opened.close());
    }

    private Future<?> check(Queries queries) {
        return queries.replay(new Replay(0, 0))
                .onSuccess(feed -> note(new Check("database", true, "head " + feed.head())))
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
