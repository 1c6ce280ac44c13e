package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nocturne.auth.Access;
import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.model.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for a token where it would be seen, as in an address: good for one connection within half a minute, on any
 * push node. Kept in the cluster's memory as a hash; one that is lost there is asked for again. Safe for all threads.
 */
final class Tickets {
    static final Duration TTL = Duration.ofSeconds(30);

    private static final String MAP = "nocturne.tickets";
    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 100;
    /** Of one subject at a time, made by this node. */
    private static final int MOST = 1_000;

    private final Vertx vertx;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();

    Tickets(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails with {@code BUSY} when too many are open. */
    Future<String> issue(Access access) {
        if (open.merge(access.subject(), 1, Integer::sum) > MOST) {
            close(access.subject());
            return Future.failedFuture(new ServiceFailure(Kind.BUSY, "too many tickets of this subject are open"));
        }
        vertx.setTimer(TTL.toMillis(), over -> close(access.subject()));
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return map().compose(map -> map.put(hash(ticket), Json.text(access), TTL.toMillis()))
                .map(ticket);
    }

    private void close(String subject) {
        open.computeIfPresent(subject, (same, count) -> count == 1 ? null : count - 1);
    }

    /** What the ticket allows, and it is used up. Fails with {@code UNAUTHENTICATED}. */
    Future<Access> redeem(String ticket) {
        if (ticket.length() > MAX_LENGTH) {
            return Future.failedFuture(unknown());
        }
        return map().compose(map -> map.remove(hash(ticket)))
                .map(text -> text == null ? null : Json.read(text, Access.class))
                .compose(access -> access == null || !Instant.now().isBefore(access.expires())
                        ? Future.failedFuture(unknown())
                        : Future.succeededFuture(access));
    }

    private Future<AsyncMap<String, String>> map() {
        return vertx.sharedData().<String, String>getAsyncMap(MAP).timeout(TTL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ServiceFailure unknown() {
        return new ServiceFailure(Kind.UNAUTHENTICATED, "the ticket is unknown, used, or too old");
    }

    private static String hash(String ticket) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
