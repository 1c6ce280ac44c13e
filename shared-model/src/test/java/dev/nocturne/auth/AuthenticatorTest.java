package dev.nocturne.auth;

import static dev.nocturne.auth.Door.assertRefused;
import static dev.nocturne.auth.Door.authenticate;
import static dev.nocturne.auth.Forge.NOW;
import static dev.nocturne.auth.Forge.claims;
import static dev.nocturne.auth.Forge.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Sites;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class AuthenticatorTest {
    @TempDir
    static Path dir;

    private static KeyPair keys;

    @BeforeAll
    static void makeKeys() {
        keys = Forge.keys("ES256");
        Forge.write(dir.resolve("es.pem"), Forge.pem(keys));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void aTokenOfAPublicKeyHoldsFromAPemFileAndFromAKeySet(String algorithm, Vertx vertx) throws Exception {
        KeyPair pair = Forge.keys(algorithm);
        Path pem = Forge.write(dir.resolve(algorithm), Forge.pem(pair));
        Path jwks = Forge.write(
                dir.resolve(algorithm + ".json"), Buffer.buffer(Forge.jwks(Forge.jwk("a", algorithm, pair))));

        assertThat(authenticate(vertx, pem, null, token(algorithm, pair, claims()))
                        .subject())
                .isEqualTo("wall-1");
        assertThat(authenticate(vertx, null, jwks.toString(), token(algorithm, pair, claims()))
                        .subject())
                .isEqualTo("wall-1");
    }

    @Test
    void aTokenOfASecretHolds(Vertx vertx) throws Exception {
        Path file = Forge.write(dir.resolve("secret"), Buffer.buffer(Forge.SECRET + "\n"));
        String good = token("{\"alg\":\"HS256\"}", claims().encode(), Forge.secret(Forge.SECRET.getBytes(UTF_8)));
        String bad = token("{\"alg\":\"HS256\"}", claims().encode(), Forge.secret(new byte[32]));

        assertThat(authenticate(vertx, file, null, good).subject()).isEqualTo("wall-1");
        assertRefused(vertx, file, bad, "not signed with a key");
    }

    @Test
    void whatATokenAllowsIsReadFromItsClaims(Vertx vertx) throws Exception {
        Access one = access(vertx, claims().put("scope", "alerts:read openid alerts:ack"));
        Access two = access(
                vertx, claims().put("scope", new JsonArray().add("admin")).put("sites", "HEL1"));
        Access three = access(
                vertx, claims().put("sites", new JsonArray().add("Tanzania").add("HEL1")));
        JsonObject bare = claims();
        bare.remove("sites");
        bare.remove("scope");
        Access none = access(vertx, bare);

        assertThat(one.scopes()).containsExactlyInAnyOrder(Scope.ALERTS_READ, Scope.ALERTS_ACK);
        assertThat(one.sites()).isEqualTo(Sites.ALL);
        assertThat(one.expires()).isEqualTo(NOW.plusSeconds(3_630));
        assertThat(two.scopes()).containsExactlyInAnyOrder(Scope.values());
        assertThat(two.sites().names()).containsExactly("HEL1");
        assertThat(three.sites().names()).containsExactlyInAnyOrder("Kilimanjaro", "Serengeti", "HEL1");
        assertThat(none.scopes()).isEmpty();
        assertThat(none.sites()).isEqualTo(Sites.NONE);
        assertThatThrownBy(() -> one.require(Scope.ALERTS_WRITE))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN))
                .hasMessageContaining("alerts:write");
    }

    @ParameterizedTest
    @CsvSource({"-29, true", "-31, false"})
    void clocksMayBeApartByTheLeewayAndNoMore(int seconds, boolean taken, Vertx vertx) throws Exception {
        JsonObject expired = claims().put("exp", NOW.getEpochSecond() + seconds);
        JsonObject early = claims().put("nbf", NOW.getEpochSecond() - seconds);

        if (taken) {
            access(vertx, expired);
            access(vertx, early);
        } else {
            assertRefused(vertx, dir.resolve("es.pem"), token("ES256", keys, expired), "has expired");
            assertRefused(vertx, dir.resolve("es.pem"), token("ES256", keys, early), "is not valid yet");
        }
    }

    @Test
    void aTokenThatHeldBeforeIsAskedForItsTimeAgain(Vertx vertx) throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Objects.requireNonNull(now.get());
            }
        };
        Authenticator authenticator = Authenticator.open(vertx, Forge.config(dir.resolve("es.pem"), null), clock)
                .await(5, SECONDS);
        String token = token("ES256", keys, claims());
        assertThat(authenticator.authenticate(token).await(5, SECONDS).subject())
                .isEqualTo("wall-1");

        now.set(NOW.plusSeconds(3_631));

        assertThatThrownBy(() -> authenticator.authenticate(token).await(5, SECONDS))
                .hasMessageContaining("has expired");
    }

    static Stream<Arguments> badClaims() {
        return Stream.of(
                bad("seconds since 1970 in exp", claims -> without(claims, "exp")),
                bad("the token ", claims -> claims.putNull("exp")),
                bad("the token ", claims -> claims.put("exp", "4102444800")),
                bad("seconds since 1970 in exp", claims -> claims.put("exp", 1e300)),
                bad("seconds since 1970 in exp", claims -> claims.put("exp", -1)),
                bad("seconds since 1970 in nbf", claims -> claims.put("nbf", "now")),
                bad("another issuer", claims -> claims.put("iss", "elsewhere")),
                bad("another issuer", claims -> without(claims, "iss")),
                bad("another issuer", claims -> claims.put("iss", new JsonArray().add("nocturne"))),
                bad("another audience", claims -> claims.put("aud", "elsewhere")),
                bad(
                        "another audience",
                        claims -> claims.put("aud", new JsonArray().add("a").add("b"))),
                bad("another audience", claims -> without(claims, "aud")),
                bad("in aud", claims -> claims.put("aud", 1)),
                bad("(sub)", claims -> without(claims, "sub")),
                bad("(sub)", claims -> claims.put("sub", "")),
                bad("(sub)", claims -> claims.put("sub", "a\nb")),
                bad("in scope", claims -> claims.put("scope", 7)),
                bad("in sites", claims -> claims.put("sites", new JsonObject().put("a", "*"))),
                bad(
                        "in sites",
                        claims ->
                                claims.put("sites", new JsonArray().add("HEL1").add(7))),
                bad("in sites", claims -> claims.put("sites", "HEL1\0")),
                bad("in sites", claims -> claims.put("sites", new JsonArray().add("HEL1\0"))),
                bad("in sites", claims -> claims.put("sites", true)));
    }

    @ParameterizedTest
    @MethodSource("badClaims")
    void aWrongClaimIsRefusedByName(String reason, UnaryOperator<JsonObject> change, Vertx vertx) throws Exception {
        assertRefused(vertx, dir.resolve("es.pem"), token("ES256", keys, change.apply(claims())), reason);
    }

    private static Access access(Vertx vertx, JsonObject claims) throws Exception {
        return authenticate(vertx, dir.resolve("es.pem"), null, token("ES256", keys, claims));
    }

    private static Arguments bad(String reason, UnaryOperator<JsonObject> change) {
        return Arguments.of(reason, change);
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }
}
