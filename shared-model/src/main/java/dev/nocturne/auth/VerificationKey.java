package dev.nocturne.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import org.jspecify.annotations.Nullable;

/**
 * One key with its one algorithm, alone in its own library object: a token cannot choose to be checked as anything else.
 *
 * @param id its name in a key set; a key without one is tried for every token of its algorithm
 * @param signature length of a signature in bytes
 */
record VerificationKey(@Nullable String id, Algorithm algorithm, int signature, JWTAuth auth) {
    /** What the library takes for valid if it holds no key at all: {@code {}.{}} without a signature. */
    private static final String UNSIGNED = "e30.e30";

    /** @throws BadKey if the library does not take it */
    static VerificationKey of(Vertx vertx, @Nullable String id, Algorithm algorithm, int signature, JsonObject jwk) {
        return of(vertx, id, algorithm, signature, new JWTAuthOptions().addJwk(jwk));
    }

    /** @throws BadKey if the library does not take it */
    static VerificationKey of(Vertx vertx, Algorithm algorithm, int signature, PubSecKeyOptions key) {
        return of(vertx, null, algorithm, signature, new JWTAuthOptions().addPubSecKey(key));
    }

    private static VerificationKey of(
            Vertx vertx, @Nullable String id, Algorithm algorithm, int signature, JWTAuthOptions options) {
        JWTAuth auth;
        try {
            auth = JWTAuth.create(vertx, options.setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
        } catch (RuntimeException e) {
            throw new BadKey("holds a key that cannot be used");
        }
        if (accepts(auth, UNSIGNED)) {
            throw new BadKey("holds a key that cannot be used");
        }
        return new VerificationKey(id, algorithm, signature, auth);
    }

    boolean fits(SignedToken token) {
        return algorithm == token.algorithm()
                && signature == token.signature()
                && (id == null || token.keyId() == null || id.equals(token.keyId()));
    }

    /** Whether the token is signed with this key; says nothing of its claims. Takes up to a millisecond. */
    boolean signed(SignedToken token) {
        return fits(token) && accepts(auth, token.text());
    }

    private static boolean accepts(JWTAuth auth, String token) {
        try {
            Future<?> checked = auth.authenticate(new TokenCredentials(token));
            return checked.succeeded();
        } catch (RuntimeException e) {
            return false;
        }
    }
}
