package dev.nocturne.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Shows tokens to an authenticator whose clock stands still. */
final class Door {
    private Door() {}

    static Access authenticate(Vertx vertx, @Nullable Path pem, @Nullable String jwks, String token) throws Exception {
        return open(vertx, pem, jwks).authenticate(token).await(5, SECONDS);
    }

    static Authenticator open(Vertx vertx, @Nullable Path pem, @Nullable String jwks) throws Exception {
        Clock clock = Clock.fixed(Forge.NOW, ZoneOffset.UTC);
        return Authenticator.open(vertx, Forge.config(pem, jwks), clock).await(5, SECONDS);
    }

    static void assertRefused(Vertx vertx, Path key, String token, String reason) throws Exception {
        Authenticator authenticator = open(vertx, key, null);
        assertThatThrownBy(() -> authenticator.authenticate(token).await(5, SECONDS))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED))
                .hasMessageContaining(reason)
                .satisfies(failure ->
                        assertThat(String.valueOf(failure.getMessage())).doesNotContain(start(token)));
    }

    private static String start(String token) {
        return token.length() < 20 ? "?" : token.substring(0, 20);
    }
}
