package dev.nocturne.store;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import io.vertx.core.Future;

/**
 * Tells the cluster what was committed: each batch, and every second where the feed ends, so that a node that missed a
 * batch finds out. Owned by one event loop.
 */
final class Announcer {
    private final Bus bus;
    private final WriteProbe probe;
    private boolean asking;

    Announcer(Bus bus, WriteProbe probe) {
        this.bus = bus;
        this.probe = probe;
    }

    void committed(Batch batch, long milliseconds) {
        probe.committed(batch);
        if (!batch.added().isEmpty()) {
            bus.publish(StoreRoutes.FEED, batch.feed());
        }
        bus.publish(StoreRoutes.BATCHES, batch.applied(milliseconds));
    }

    /** Looks whether alerts can be stored, and publishes the head if so. Does nothing while the last look goes on. */
    Future<?> beacon() {
        if (asking) {
            return Future.succeededFuture();
        }
        asking = true;
        return probe.look()
                .onComplete(done -> asking = false)
                .onSuccess(head -> bus.publish(StoreRoutes.FEED, head))
                .otherwiseEmpty();
    }
}
