package dev.nocturne.ingest;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Probe;
import dev.nocturne.bus.StoreRoutes.Probed;
import dev.nocturne.node.Check;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every second whether alerts can be stored. The bus asks another store node each time, so one that cannot write
 * does not speak for those that can: only when none has said yes for {@link #TRUST} the answer is no. Owned by one event
 * loop; {@link #check()} is for all threads.
 */
final class StoreCheck {
    static final Check NOT_ASKED = new Check("store", false, "not asked yet");

    private static final Logger LOGGER = LoggerFactory.getLogger(StoreCheck.class);
    private static final long PERIOD_MILLIS = 1_000;
    /** A store node answers from memory. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final int TRIES = 3;
    /** In a larger cluster all tries of a second can meet nodes that cannot write. */
    private static final Duration TRUST = Duration.ofSeconds(3);

    private final Bus bus;
    private volatile Check check = NOT_ASKED;
    private boolean asking;
    private long wroteAt;

    private StoreCheck(Bus bus) {
        this.bus = bus;
    }

    static StoreCheck start(Vertx vertx) {
        StoreCheck started = new StoreCheck(new Bus(vertx));
        vertx.setPeriodic(0, PERIOD_MILLIS, tick -> started.look());
        return started;
    }

    Check check() {
        return check;
    }

    private void look() {
        if (asking) {
            return;
        }
        asking = true;
        ask(TRIES)
                .onComplete(done -> asking = false)
                .onSuccess(reply -> {
                    wroteAt = System.nanoTime();
                    note(new Check("store", true, "can write, head " + reply.head()));
                })
                .onFailure(failure -> {
                    if (!check.ok() || System.nanoTime() - wroteAt >= TRUST.toNanos()) {
                        note(new Check("store", false, String.valueOf(failure.getMessage())));
                    }
                });
    }

    private Future<Probed> ask(int tries) {
        return bus.call(StoreRoutes.PROBE, new Probe("ingest"), WAIT)
                .recover(failure -> tries > 1 ? ask(tries - 1) : Future.failedFuture(failure));
    }

    private void note(Check now) {
        if (now.ok() && !check.ok()) {
            LOGGER.atInfo().log("alerts can be stored");
        } else if (!now.ok() && (check.ok() || check.equals(NOT_ASKED))) {
            LOGGER.atWarn().addKeyValue("reason", now.detail()).log("alerts cannot be stored");
        }
        check = now;
    }
}
