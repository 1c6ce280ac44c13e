package dev.nocturne.auth;

import static dev.nocturne.auth.Forge.claims;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nocturne.config.AuthConfig;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class KeyRotationTest {
    private static final KeyPair OLD = Forge.keys("ES256");
    private static final KeyPair NEW = Forge.keys("ES256");

    @TempDir
    Path dir;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;
    private volatile String served = Forge.jwks(Forge.jwk("old", "ES256", OLD));
    private Vertx vertx;

    @BeforeEach
    void take(Vertx fresh) {
        vertx = fresh;
    }

    @Test
    void aNewKeyInTheFileIsTakenAndTheOldOneIsForgotten() throws Exception {
        Path file = Forge.write(dir.resolve("key.pem"), Forge.pem(OLD));
        Authenticator authenticator = open(file, null, Duration.ofMillis(50));
        String old = signed("old", OLD);
        assertThat(holds(authenticator, old)).isTrue();
        Forge.write(file, Forge.pem(NEW));

        await().until(() -> holds(authenticator, signed("new", NEW)));
        assertThat(holds(authenticator, old)).isFalse();
    }

    @Test
    void aFileThatBreaksLeavesTheLastGoodKeysAndSaysSo() throws Exception {
        Path file = Forge.write(dir.resolve("key.pem"), Forge.pem(OLD));
        Authenticator authenticator = open(file, null, Duration.ofMillis(50));
        Files.writeString(file, "short");

        await().until(() -> authenticator.check().detail().contains("too short"));
        assertThat(authenticator.check().ok()).isTrue();
        assertThat(holds(authenticator, signed("old", OLD))).isTrue();
        Files.delete(file);
        await().until(() -> authenticator.check().detail().contains("cannot be read"));
        assertThat(holds(authenticator, signed("old", OLD))).isTrue();
    }

    @Test
    void aTokenOfAnUnknownKeyMakesTheAddressBeAskedAgainButNotForEachOfThem() throws Exception {
        Authenticator authenticator = open(null, serve(), Duration.ofMinutes(5));
        assertThat(holds(authenticator, signed("old", OLD))).isTrue();
        assertThat(asked).hasValue(1);

        for (int i = 0; i < 20; i++) {
            assertThat(holds(authenticator, signed("new", NEW))).isFalse();
        }

        assertThat(asked).as("within the pause of 10 s").hasValue(1);
    }

    @Test
    void anAddressThatChangesIsFollowedAtTheFirstTokenOfTheNewKey() throws Exception {
        Authenticator authenticator = open(null, serve(), Duration.ofMillis(300));
        served = Forge.jwks(Forge.jwk("old", "ES256", OLD), Forge.jwk("new", "ES256", NEW));

        await().until(() -> holds(authenticator, signed("new", NEW)));
        assertThat(holds(authenticator, signed("old", OLD))).isTrue();
        assertThat(holds(authenticator, signed("old", NEW)))
                .as("signed with another key than it names")
                .isFalse();
    }

    @Test
    void anAddressThatFailsLeavesTheLastGoodKeys() throws Exception {
        Authenticator authenticator = open(null, serve(), Duration.ofMillis(50));
        status = 500;

        await().until(() -> authenticator.check().detail().contains("answers 500"));
        assertThat(holds(authenticator, signed("old", OLD))).isTrue();
        status = 200;
        served = "{\"keys\":\"" + "x".repeat(KeySource.MAX_BYTES) + "\"}";
        await().until(() -> authenticator.check().detail().contains("cannot be read"));
        assertThat(holds(authenticator, signed("old", OLD))).isTrue();
    }

    @Test
    void anAddressThatIsAwayAtTheStartMakesTokensWaitAndNotFail() throws Exception {
        status = 503;
        Authenticator authenticator = open(null, serve(), Duration.ofMillis(50));

        assertThat(authenticator.check().ok()).isFalse();
        assertThatThrownBy(() -> authenticator.authenticate(signed("old", OLD)).await(5, SECONDS))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE));
        status = 200;
        await().until(() -> holds(authenticator, signed("old", OLD)));
        assertThat(authenticator.check().ok()).isTrue();
    }

    @Test
    void aSecretThatAnAddressServesIsNoKey() throws Exception {
        served = Forge.jwks(new JsonObject().put("kty", "oct").put("k", Forge.encode(Forge.SECRET.getBytes(UTF_8))));

        assertThat(open(null, serve(), Duration.ofSeconds(5)).check().detail()).contains("holds no key");
        assertThat(open(
                                null,
                                Forge.write(dir.resolve("set"), Buffer.buffer(served))
                                        .toString(),
                                Duration.ofSeconds(5))
                        .check()
                        .ok())
                .isTrue();
    }

    @Test
    void keysOfAnotherUseOrKindOrTooSmallArePassedOver() throws Exception {
        JsonObject good = Forge.jwk("good", "ES256", NEW);
        served = Forge.jwks(
                Forge.jwk("enc", "ES256", OLD).put("use", "enc"),
                Forge.jwk("alg", "ES256", OLD).put("alg", "ES384"),
                Forge.jwk("curve", "ES256", OLD).put("crv", "P-384"),
                Forge.jwk("point", "ES256", OLD).put("x", "AAAA"),
                new JsonObject().put("kty", "RSA").put("n", "AQAB").put("e", "AQAB"),
                new JsonObject().put("kty", "magic"),
                good);
        Authenticator authenticator = open(null, serve(), Duration.ofSeconds(5));

        assertThat(holds(authenticator, signed("good", NEW))).isTrue();
        assertThat(holds(authenticator, signed("enc", OLD))).isFalse();
    }

    private String serve() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    request.response().setStatusCode(status).end(served);
                })
                .listen(0, "127.0.0.1")
                .await(5, SECONDS);
        return "http://127.0.0.1:" + server.actualPort() + "/keys";
    }

    private Authenticator open(@Nullable Path file, @Nullable String jwks, Duration refresh) throws Exception {
        AuthConfig base = Forge.config(file, jwks);
        AuthConfig config = new AuthConfig(
                file, jwks, base.issuer(), base.audience(), base.leeway(), refresh, false, base.siteGroups());
        return Authenticator.open(vertx, config, Clock.fixed(Forge.NOW, ZoneOffset.UTC))
                .await(5, SECONDS);
    }

    private static String signed(String id, KeyPair keys) {
        String header = new JsonObject().put("alg", "ES256").put("kid", id).encode();
        return Forge.token(header, claims().encode(), Forge.signer("ES256", keys));
    }

    private static boolean holds(Authenticator authenticator, String token) throws Exception {
        try {
            return authenticator.authenticate(token).await(5, SECONDS) != null;
        } catch (ServiceFailure e) {
            return false;
        }
    }
}
