package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.nocturne.auth.Authenticator;
import dev.nocturne.auth.Scope;
import dev.nocturne.auth.TokenSigner;
import dev.nocturne.config.AuthConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tokens of a test, signed with a secret that its nodes know. */
final class Tokens {
    private static final String SECRET = "a secret of these tests, and of nothing else";

    private Tokens() {}

    /** @param anonymous whether who shows no token may read */
    static Authenticator authenticator(Vertx vertx, boolean anonymous) throws Exception {
        return Authenticator.open(vertx, config(anonymous)).await(10, SECONDS);
    }

    static String of(Vertx vertx, String subject, Set<Scope> scopes, List<String> sites, Duration ttl) {
        return TokenSigner.of(vertx, config(false), Buffer.buffer(SECRET)).sign(subject, scopes, sites, ttl);
    }

    private static AuthConfig config(boolean anonymous) {
        try {
            Path key = Files.createTempFile("nocturne-test", ".key");
            key.toFile().deleteOnExit();
            Files.writeString(key, SECRET);
            return new AuthConfig(
                    key,
                    null,
                    "nocturne",
                    "nocturne",
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    anonymous,
                    Map.of("Tanzania", List.of("Kilimanjaro", "Serengeti")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
