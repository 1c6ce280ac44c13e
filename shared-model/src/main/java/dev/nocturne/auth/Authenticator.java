package dev.nocturne.auth;

import dev.nocturne.config.AuthConfig;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.node.Check;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the tokens of screens and people into what they may do. One for a node; safe for all threads, and the answer
 * comes on the caller's context.
 */
public final class Authenticator {
    private static final Logger LOGGER = LoggerFactory.getLogger(Authenticator.class);

    /** Most tokens that are checked at a time. */
    private static final int LIMIT = 2_000;

    private final Vertx vertx;
    private final AuthConfig config;
    private final Claims claims;
    private final KeyRing keys;
    private final Clock clock;
    private final AtomicInteger checking = new AtomicInteger();

    private Authenticator(Vertx vertx, AuthConfig config, KeyRing keys, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.claims = new Claims(config);
        this.keys = keys;
        this.clock = clock;
    }

    /** Reads the keys. Fails with {@link BadKey} if a file cannot be used; a key address that does not answer is asked again. */
    public static Future<Authenticator> open(Vertx vertx, AuthConfig config) {
        return open(vertx, config, Clock.systemUTC());
    }

    static Future<Authenticator> open(Vertx vertx, AuthConfig config, Clock clock) {
        return KeyRing.open(vertx, config.refresh(), sources(vertx, config))
                .map(keys -> new Authenticator(vertx, config, keys, clock));
    }

    private static List<KeySource> sources(Vertx vertx, AuthConfig config) {
        List<KeySource> sources = new ArrayList<>();
        Path key = config.key();
        if (key != null) {
            sources.add(KeySource.file(
                    vertx, key, text -> List.of(KeyFile.parse(text).verificationKey(vertx))));
        }
        String jwks = config.jwks();
        if (jwks != null && KeyAddress.isAddress(jwks)) {
            KeySet set = new KeySet(vertx, false);
            sources.add(new KeySource(jwks, true, new KeyAddress(vertx, URI.create(jwks)), set::parse));
        } else if (jwks != null) {
            sources.add(KeySource.file(vertx, Path.of(jwks), new KeySet(vertx, true)::parse));
        }
        return sources;
    }

    /** What whoever shows no token may do, where that is something. */
    public Optional<Access> anonymous() {
        return config.anonymous() ? Optional.of(Access.ANONYMOUS) : Optional.empty();
    }

    /**
     * Fails with a {@link ServiceFailure}: {@code UNAUTHENTICATED} with the reason and nothing of the token, or
     * {@code BUSY}, or {@code UNAVAILABLE} when no key could be read so far.
     */
    public Future<Access> authenticate(String token) {
        if (checking.incrementAndGet() > LIMIT) {
            checking.decrementAndGet();
            return Future.failedFuture(new ServiceFailure(Kind.BUSY, "too many tokens at a time"));
        }
        return verified(token)
                .map(signed -> claims.access(signed.claims(), clock.instant()))
                .recover(failure -> Future.failedFuture(translate(failure)))
                .onComplete(done -> checking.decrementAndGet());
    }

    private Future<SignedToken> verified(String token) {
        SignedToken parsed;
        try {
            parsed = SignedToken.parse(token);
        } catch (BadToken e) {
            return Future.failedFuture(e);
        }
        return isSigned(parsed)
                .compose(signed -> signed ? Future.succeededFuture(true) : isSignedWithNewKey(parsed))
                .compose(signed -> signed ? Future.succeededFuture(parsed) : Future.failedFuture(unknownKey()));
    }

    private Future<Boolean> isSigned(SignedToken token) {
        return keys.isKnown(token)
                ? Future.succeededFuture(true)
                : vertx.executeBlocking(() -> keys.signed(token), false);
    }

    private Future<Boolean> isSignedWithNewKey(SignedToken token) {
        return keys.renew().compose(renewed -> renewed ? isSigned(token) : Future.succeededFuture(false));
    }

    private RuntimeException unknownKey() {
        return keys.isEmpty() && !keys.failure().isEmpty()
                ? new ServiceFailure(Kind.UNAVAILABLE, "the keys that tokens are checked with cannot be read")
                : new BadToken("is not signed with a key that is known here");
    }

    private static ServiceFailure translate(Throwable failure) {
        if (failure instanceof BadToken bad) {
            LOGGER.atDebug().addKeyValue("reason", bad.getMessage()).log("token refused");
            return new ServiceFailure(Kind.UNAUTHENTICATED, "the token " + bad.getMessage());
        }
        return ServiceFailure.of(failure);
    }

    /** Whether tokens can be checked; a source that fails is told even while its last good keys hold. */
    public Check check() {
        String failure = keys.failure();
        return new Check("keys", !keys.isEmpty() || failure.isEmpty(), failure.isEmpty() ? "read" : failure);
    }

    /** Stops reading keys. */
    public void close() {
        keys.close();
    }
}
