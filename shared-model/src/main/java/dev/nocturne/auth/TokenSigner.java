package dev.nocturne.auth;

import dev.nocturne.config.AuthConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Makes the tokens that {@link Authenticator} takes, with the private key or the secret of a file. */
public final class TokenSigner {
    private final AuthConfig config;
    private final KeyFile file;
    private final VerificationKey check;
    private final JWTAuth library;
    private final Clock clock;

    private TokenSigner(AuthConfig config, KeyFile file, VerificationKey check, JWTAuth library, Clock clock) {
        this.config = config;
        this.file = file;
        this.check = check;
        this.library = library;
        this.clock = clock;
    }

    /**
     * @param key content of a key file
     * @throws BadKey if tokens cannot be signed with it
     */
    public static TokenSigner of(Vertx vertx, AuthConfig config, Buffer key) {
        KeyFile file = KeyFile.parse(key);
        Buffer sign = file.sign();
        if (sign == null) {
            throw new BadKey("holds no PRIVATE KEY, so it can check tokens but not sign them");
        }
        PubSecKeyOptions options = file.options(sign);
        return new TokenSigner(
                config,
                file,
                file.verificationKey(vertx),
                JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(options)),
                Clock.systemUTC());
    }

    /**
     * @param sites names of sites and groups, or {@code *}
     * @throws BadKey if the private key does not belong to the public one
     */
    public String sign(String subject, Collection<Scope> scopes, List<String> sites, Duration ttl) {
        Instant now = clock.instant();
        JsonObject claims = new JsonObject()
                .put("iss", config.issuer())
                .put("aud", config.audience())
                .put("sub", subject)
                .put("scope", String.join(" ", scopes.stream().map(Scope::wire).toList()))
                .put("sites", new JsonArray(sites))
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(ttl).getEpochSecond());
        String token = library.generateToken(
                claims, new JWTOptions().setAlgorithm(file.algorithm().wire()));
        if (!check.signed(SignedToken.parse(token))) {
            throw new BadKey("holds a private and a public key that do not belong together");
        }
        return token;
    }
}
