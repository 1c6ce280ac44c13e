package dev.nocturne.auth;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.config.AuthConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class KeyFileTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA", "HS256", "own"})
    void whatIsSignedWithAFileIsTakenByItsReader(String kind, Vertx vertx) throws Exception {
        Buffer content = switch (kind) {
            case "HS256" -> Buffer.buffer(Forge.SECRET + "\r\n");
            case "own" -> OwnKey.generate();
            default -> Forge.pem(Forge.keys(kind));
        };
        AuthConfig config = Forge.config(Forge.write(dir.resolve("key"), content), null);

        String token = TokenSigner.of(vertx, config, content)
                .sign("wall-1", Set.of(Scope.ALERTS_READ), List.of("Tanzania"), Duration.ofDays(30));

        Access access = Authenticator.open(vertx, config)
                .await(5, SECONDS)
                .authenticate(token)
                .await(5, SECONDS);
        assertThat(access.subject()).isEqualTo("wall-1");
        assertThat(access.scopes()).containsExactly(Scope.ALERTS_READ);
        assertThat(access.sites().names()).containsExactlyInAnyOrder("Kilimanjaro", "Serengeti");
    }

    @Test
    void aFileThatCannotBeUsedSaysWhatToDo() throws Exception {
        KeyPair es = Forge.keys("ES256");
        Buffer open = Pem.write("PUBLIC KEY", es.getPublic());
        assertBad(Buffer.buffer("too short"), "too short");
        assertBad(Pem.write("PRIVATE KEY", es.getPrivate()), "openssl pkey");
        assertBad(Pem.write("EC PRIVATE KEY", es.getPrivate()).appendBuffer(open), "openssl pkcs8");
        assertBad(Forge.pem(es).appendBuffer(open), "more than one PUBLIC KEY");
        assertBad(Pem.write("PRIVATE KEY", Forge.keys("RS256").getPrivate()).appendBuffer(open), "of another kind");
        assertBad(Buffer.buffer("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"), "unknown kind");
        assertBad(Buffer.buffer("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "cannot be read");
        assertBad(Buffer.buffer("-----BEGIN PUBLIC KEY-----\nA===\n-----END PUBLIC KEY-----\n"), "base64");
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1_024);
        assertBad(Forge.pem(small.generateKeyPair()), "2048 bits");
        KeyPairGenerator other = KeyPairGenerator.getInstance("EC");
        other.initialize(384);
        assertBad(Forge.pem(other.generateKeyPair()), "P-256");
    }

    @Test
    void aPublicKeyAloneChecksAndDoesNotSign(Vertx vertx) {
        Buffer open = Pem.write("PUBLIC KEY", Forge.keys("ES256").getPublic());

        assertThat(KeyFile.parse(open).sign()).isNull();
        assertThatThrownBy(() -> TokenSigner.of(vertx, Forge.config(null, null), open))
                .isInstanceOf(BadKey.class)
                .hasMessageContaining("not sign");
    }

    @Test
    void keysThatDoNotBelongTogetherSignNothing(Vertx vertx) {
        Buffer mixed = Pem.write("PRIVATE KEY", Forge.keys("ES256").getPrivate())
                .appendBuffer(Pem.write("PUBLIC KEY", Forge.keys("ES256").getPublic()));
        TokenSigner signer = TokenSigner.of(vertx, Forge.config(null, null), mixed);

        assertThatThrownBy(() -> signer.sign("a", Set.of(), List.of(), Duration.ofDays(1)))
                .isInstanceOf(BadKey.class);
    }

    private static void assertBad(Buffer content, String reason) {
        assertThatThrownBy(() -> KeyFile.parse(content))
                .isInstanceOf(BadKey.class)
                .hasMessageContaining(reason);
    }
}
