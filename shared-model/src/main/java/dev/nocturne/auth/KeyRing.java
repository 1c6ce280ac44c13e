package dev.nocturne.auth;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that tokens are checked with. They are read again on an interval, and when a token comes that no key fits; a
 * source that fails keeps the keys it gave last. Safe for all threads: what changes is changed on one context.
 */
final class KeyRing {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeyRing.class);

    /** Least time between two readings that tokens ask for, so that nobody can keep this node asking. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Context context;
    private final long pauseNanos;
    private final List<KeySource> sources;
    private final Map<KeySource, List<VerificationKey>> bySource = new LinkedHashMap<>();
    private final Map<KeySource, String> failures = new LinkedHashMap<>();
    private final GoodSignatures good = new GoodSignatures();
    private final Duration refresh;
    private long timer = -1;
    private volatile List<VerificationKey> keys = List.of();
    private volatile String failure = "";
    private @Nullable Future<Void> reading;
    private long lastReading;

    private KeyRing(Vertx vertx, Duration refresh, List<KeySource> sources) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.pauseNanos = Math.min(PAUSE.toNanos(), refresh.toNanos());
        this.sources = sources;
        this.refresh = refresh;
    }

    /** Reads the keys, and again on each interval. */
    private Future<Boolean> start() {
        timer = vertx.setPeriodic(refresh.toMillis(), tick -> renew(0));
        return renew(0);
    }

    /** Fails with {@link BadKey} if a file cannot be used; an address may be away, and is asked again. */
    static Future<KeyRing> open(Vertx vertx, Duration refresh, List<KeySource> sources) {
        KeyRing ring = new KeyRing(vertx, refresh, sources);
        return ring.start()
                .compose(read -> ring.requireFiles())
                .onFailure(failed -> ring.close())
                .map(ring);
    }

    private Future<Void> requireFiles() {
        for (KeySource source : sources) {
            if (!source.remote() && failures.containsKey(source)) {
                return Future.failedFuture(new BadKey(source.name() + " " + failures.get(source)));
            }
        }
        return Future.succeededFuture();
    }

    /** Whether the token is signed with one of the keys, as was found before; quick. */
    boolean isKnown(SignedToken token) {
        return good.holds(token, keys);
    }

    /** Whether the token is signed with one of the keys. Takes up to a millisecond for each that fits. */
    boolean signed(SignedToken token) {
        List<VerificationKey> now = keys;
        for (VerificationKey key : now) {
            if (key.signed(token)) {
                good.add(token, now);
                return true;
            }
        }
        return false;
    }

    /** Reads the keys again, unless that was done a moment ago; completes with whether it was. */
    Future<Boolean> renew() {
        return renew(pauseNanos);
    }

    /** Why some keys are not the newest ones, or empty. */
    String failure() {
        return failure;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    private Future<Boolean> renew(long pause) {
        Promise<Boolean> done = Promise.promise();
        context.runOnContext(here -> {
            boolean now = System.nanoTime() - lastReading >= pause;
            if (reading == null && now) {
                lastReading = System.nanoTime();
                reading = read();
            }
            Future<Void> running = reading;
            if (running == null) {
                done.complete(false);
            } else {
                running.<Boolean>map(true).onComplete(done);
            }
        });
        return done.future();
    }

    /** Never fails. */
    private Future<Void> read() {
        List<Future<Void>> each = sources.stream().map(this::read).toList();
        return Future.join(each).<Void>mapEmpty().onComplete(all -> {
            keys = bySource.values().stream().flatMap(List::stream).toList();
            failure = String.join(
                    "; ",
                    failures.entrySet().stream()
                            .map(failed -> failed.getKey().name() + " " + failed.getValue())
                            .toList());
            reading = null;
        });
    }

    private Future<Void> read(KeySource source) {
        return source.read(vertx)
                .onSuccess(read -> {
                    bySource.put(source, read);
                    failures.remove(source);
                })
                .onFailure(failed -> {
                    String reason = failed instanceof BadKey bad
                            ? String.valueOf(bad.getMessage())
                            : "cannot be read: " + failed.getMessage();
                    failures.put(source, reason);
                    LOGGER.atWarn()
                            .addKeyValue("source", source.name())
                            .addKeyValue("reason", reason)
                            .log("keys were not read; the last good ones hold");
                })
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    void close() {
        vertx.cancelTimer(timer);
        sources.forEach(source -> source.text().close());
    }
}
