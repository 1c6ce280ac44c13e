package dev.nocturne.store;

import dev.nocturne.config.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;

/**
 * The sessions of a store node with PostgreSQL. Readers have their own, so that no number of them keeps an alert from
 * being stored. A pool keeps its sessions for as long as the server does, also those with a server that no longer
 * writes, while the address leads to another one by now; so they are closed. Owned by one event loop.
 */
final class Sessions {
    /**
     * Longest wait for a lock of a batch or of the {@link WriteProbe}. Who waits for a row can wait twice, for those who
     * wait before it and for the holder: both fit into the time of the route {@code APPEND}.
     */
    static final long LOCK_MILLIS = 700;

    /** One each for the batch, the probe, the partitions and retention, and one to spare. */
    private static final int WRITERS = 5;
    /** Younger sessions are kept: the address leads to such a server, and nothing would be gained. */
    private static final long AGE_NANOS = Duration.ofMillis(900).toNanos();

    /** What is under way in them ends first, with its own answer. */
    private static final long LEAVE_MILLIS = 2_000;

    private final Vertx vertx;
    private final StoreConfig config;
    private final StorePool pools;
    private Pool readers;
    private Pool writers;
    private long renewedAt = System.nanoTime();
    private boolean suspicious;

    private Sessions(Vertx vertx, StoreConfig config, StorePool pools, Pool readers, Pool writers) {
        this.vertx = vertx;
        this.config = config;
        this.pools = pools;
        this.readers = readers;
        this.writers = writers;
    }

    /** Fails as {@link StorePool#open} does. */
    static Future<Sessions> open(Vertx vertx, StoreConfig config) {
        return StorePool.reach(vertx, config)
                .compose(pools -> pools.open(config.poolSize())
                        .compose(readers -> pools.open(WRITERS)
                                .map(writers -> new Sessions(vertx, config, pools, readers, writers))
                                .onFailure(failure -> readers.close())));
    }

    Pool readers() {
        return readers;
    }

    Pool writers() {
        return writers;
    }

    /** A session was with a server that does not write. */
    void refused() {
        suspicious = true;
        if (System.nanoTime() - renewedAt >= AGE_NANOS) {
            renewedAt = System.nanoTime();
            Pool old = writers;
            writers = pools.create(WRITERS);
            vertx.setTimer(LEAVE_MILLIS, left -> old.close());
        }
    }

    /** A session wrote; what readers still have with the server that did not would show an old feed. */
    void accepted() {
        if (suspicious) {
            suspicious = false;
            Pool old = readers;
            readers = pools.create(config.poolSize());
            vertx.setTimer(config.statementTimeout().toMillis(), read -> old.close());
        }
    }

    Future<?> close() {
        return Future.join(readers.close(), writers.close());
    }
}
