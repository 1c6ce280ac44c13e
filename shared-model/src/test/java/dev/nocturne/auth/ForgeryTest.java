package dev.nocturne.auth;

import static dev.nocturne.auth.Door.assertRefused;
import static dev.nocturne.auth.Forge.claims;
import static dev.nocturne.auth.Forge.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.model.ServiceFailure;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class ForgeryTest {
    private static final String ES256 = "{\"alg\":\"ES256\"}";

    @TempDir
    static Path dir;

    private static KeyPair keys;

    @BeforeAll
    static void makeKeys() {
        keys = Forge.keys("ES256");
        Forge.write(dir.resolve("es.pem"), Forge.pem(keys));
    }

    static Stream<Arguments> forgeries() {
        String good = claims().encode();
        Forge.Signer signer = Forge.signer("ES256", Forge.keys("ES256"));
        Forge.Signer nothing = bytes -> new byte[0];
        return Stream.of(
                Arguments.of("no algorithm", token("{\"alg\":\"none\"}", good, nothing)),
                Arguments.of(
                        "no algorithm, no last dot",
                        Forge.encode("{\"alg\":\"none\"}".getBytes(UTF_8)) + "." + Forge.encode(good.getBytes(UTF_8))),
                Arguments.of("no algorithm, some signature", token("{\"alg\":\"none\"}", good, signer)),
                Arguments.of("no algorithm, capitals", token("{\"alg\":\"None\"}", good, signer)),
                Arguments.of("no alg", token("{}", good, signer)),
                Arguments.of("another alg", token("{\"alg\":\"ES384\"}", good, signer)),
                Arguments.of("another key", token(ES256, good, signer)),
                Arguments.of("a zero signature", token(ES256, good, bytes -> new byte[64])),
                Arguments.of("a short signature", token(ES256, good, bytes -> new byte[8])),
                Arguments.of(
                        "a key of its own",
                        token(
                                "{\"alg\":\"ES256\",\"jwk\":" + Forge.jwk("x", "ES256", Forge.keys("ES256")) + "}",
                                good,
                                signer)),
                Arguments.of("two algs", token("{\"alg\":\"none\",\"alg\":\"ES256\"}", good, signer)),
                Arguments.of("critical fields", token("{\"alg\":\"ES256\",\"crit\":[\"exp\"]}", good, signer)),
                Arguments.of("a kid that is no text", token("{\"alg\":\"ES256\",\"kid\":{}}", good, signer)),
                Arguments.of("empty", ""),
                Arguments.of("dots", ".."),
                Arguments.of("no JWT", "hello"),
                Arguments.of("huge", "a".repeat(100_000)),
                Arguments.of("huge and well-formed", token(ES256, "\"" + "a".repeat(9_000) + "\"", signer)),
                Arguments.of("deep", token("[".repeat(2_000), good, signer)),
                Arguments.of("an array", token("[]", good, signer)),
                Arguments.of("NUL", "a\0b.c.d"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void aForgeryIsRefused(String name, String token, Vertx vertx) throws Exception {
        assertRefused(vertx, dir.resolve("es.pem"), token, "the token ");
    }

    @Test
    void theSameTokenInAnotherSpellingIsRefused(Vertx vertx) throws Exception {
        Path pem = dir.resolve("es.pem");
        String good = token("ES256", keys, claims());
        String signature = good.substring(good.lastIndexOf('.') + 1);

        for (String odd : new String[] {
            good + ".",
            good + "..",
            good + "=",
            " " + good,
            good.replaceFirst("\\.", ".."),
            good.substring(0, 40),
            good.substring(0, good.length() - 5),
            good + good,
            good.replace(signature, signature + "AAAA")
        }) {
            assertRefused(vertx, pem, odd, "the token ");
        }
    }

    @Test
    void aRepeatedOrTrailingClaimIsRefusedThoughTheSignatureHolds(Vertx vertx) throws Exception {
        String good = claims().encode();
        for (String payload : new String[] {
            good.replace("\"sub\"", "\"sites\":[\"HEL1\"],\"sub\""), good + "{}", "[" + good + "]", "7", "\"x\""
        }) {
            String token = token(ES256, payload, Forge.signer("ES256", keys));
            assertRefused(vertx, dir.resolve("es.pem"), token, "the token ");
        }
    }

    /** The classic confusion: the public key, which everybody has, as the secret of HS256. */
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
    void aPublicKeyIsNoSecret(String algorithm, Vertx vertx) throws Exception {
        KeyPair pair = Forge.keys(algorithm);
        Path file = Forge.write(dir.resolve("open-" + algorithm), Forge.pem(pair));
        for (byte[] secret : new byte[][] {
            pair.getPublic().getEncoded(),
            Pem.write("PUBLIC KEY", pair.getPublic()).getBytes(),
            Forge.pem(pair).getBytes()
        }) {
            String token = token("{\"alg\":\"HS256\"}", claims().encode(), Forge.secret(secret));
            assertRefused(vertx, file, token, "not signed with a key");
        }
    }

    @Test
    void withoutKeysNoTokenHoldsNotEvenAnUnsignedOne(Vertx vertx) throws Exception {
        Authenticator authenticator = Door.open(vertx, null, null);
        for (String token : new String[] {token("ES256", keys, claims()), "e30.e30", "e30.e30.", "e30.e30.e30"}) {
            assertThatThrownBy(() -> authenticator.authenticate(token).await(5, SECONDS))
                    .isInstanceOf(ServiceFailure.class);
        }
        assertThat(authenticator.anonymous()).isEmpty();
    }
}
