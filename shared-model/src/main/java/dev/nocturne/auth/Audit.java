package dev.nocturne.auth;

import dev.nocturne.http.Problem;
import dev.nocturne.http.Proxies;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Who did what, and who was not let in, as log events of the logger {@code audit}: constant messages with keys, and no
 * secrets. Refusals are bounded in number, as strangers can make any number of them. Safe for all threads.
 */
public final class Audit {
    private static final Logger LOGGER = LoggerFactory.getLogger("audit");
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);
    private static final int MOST_A_SECOND = 20;
    private static final long SECOND_MILLIS = 1_000;

    private final Proxies proxies;
    private final AtomicInteger refused = new AtomicInteger();

    public Audit(Vertx vertx, Proxies proxies) {
        this.proxies = proxies;
        vertx.setPeriodic(SECOND_MILLIS, tick -> nextSecond());
    }

    private void nextSecond() {
        int all = refused.getAndSet(0);
        if (all > MOST_A_SECOND) {
            LOGGER.atWarn().addKeyValue("count", all - MOST_A_SECOND).log("refusals that are not told one by one");
        }
    }

    /** Something was done; the caller adds what it was done to, and logs {@code action} as the message. */
    public LoggingEventBuilder did(String subject, HttpServerRequest request) {
        return LOGGER.atInfo().addKeyValue("subject", subject).addKeyValue("address", proxies.client(request));
    }

    /** Told if it is the answer to somebody who may not, or not so often. */
    public void refused(HttpServerRequest request, Problem answer) {
        if (REFUSALS.contains(answer.status())) {
            refused(proxies.client(request), String.valueOf(answer.detail()));
        }
    }

    /** @param reason as the peer was told it, without anything of a token */
    public void refused(String address, String reason) {
        if (refused.incrementAndGet() <= MOST_A_SECOND) {
            LOGGER.atWarn()
                    .addKeyValue("address", address)
                    .addKeyValue("reason", reason)
                    .log("refused");
        }
    }
}
