package dev.nocturne.store;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.http.Check;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the cluster what was committed: each batch, and every second where the feed ends, so that a node that missed a
 * batch finds out. Owned by one event loop; {@link #check()} is for all threads.
 */
final class Announcer {
    private static final Logger LOGGER = LoggerFactory.getLogger(Announcer.class);

    private final Bus bus;
    private final Queries queries;
    private volatile Check database = new Check("database", false, "not asked yet");
    private boolean asking;

    Announcer(Bus bus, Queries queries) {
        this.bus = bus;
        this.queries = queries;
    }

    void committed(Batch batch, long milliseconds) {
        if (!batch.added().isEmpty()) {
            bus.publish(StoreRoutes.FEED, batch.feed());
        }
        bus.publish(StoreRoutes.BATCHES, batch.applied(milliseconds));
    }

    /** Publishes the head as the database has it. Does nothing while the last question is not answered. */
    Future<?> beacon() {
        if (asking) {
            return Future.succeededFuture();
        }
        asking = true;
        return queries.replay(new Replay(0, 0))
                .onComplete(done -> asking = false)
                .onSuccess(head -> {
                    bus.publish(StoreRoutes.FEED, head);
                    note(new Check("database", true, "head " + head.head()));
                })
                .onFailure(failure -> {
                    if (database.ok()) {
                        LOGGER.atWarn().setCause(failure).log("the database does not answer");
                    }
                    note(new Check("database", false, String.valueOf(failure.getMessage())));
                });
    }

    /** Whether the database answered the last time. */
    Check check() {
        return database;
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
}
