package dev.nocturne.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.auth.Access;
import dev.nocturne.auth.Authenticator;
import dev.nocturne.auth.Scope;
import dev.nocturne.auth.Sender;
import dev.nocturne.auth.Senders;
import dev.nocturne.model.Sites;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aTokenStandsAloneOnStandardOutputAndHoldsAtANodeOfTheSameDirectory() throws Exception {
        assertThat(token("--sub", "wall-1", "--scope", "alerts:read,alerts:ack", "--sites", "HEL1,STO2", "--ttl", "2d"))
                .isZero();

        Access access = authenticate(line());
        assertThat(access.subject()).isEqualTo("wall-1");
        assertThat(access.scopes()).containsExactlyInAnyOrder(Scope.ALERTS_READ, Scope.ALERTS_ACK);
        assertThat(access.sites().names()).containsExactlyInAnyOrder("HEL1", "STO2");
        assertThat(Duration.between(Instant.now(), access.expires()))
                .isBetween(Duration.ofHours(47), Duration.ofHours(49));
        assertThat(err.toString()).contains("wall-1", "HEL1").doesNotContain(line());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("auth/jwt.pem"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("auth"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aConfiguredKeyIsUsedInsteadOfTheOwnOne() throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), "a secret of more than 32 characters, hush");

        assertThat(token("--sub", "a", "--sites", "*", "--set", "auth.jwt.key=" + secret))
                .isZero();

        assertThat(authenticate(line(), "auth.jwt.key=" + secret).sites()).isEqualTo(Sites.ALL);
        assertThat(Files.exists(dir.resolve("auth"))).isFalse();
        assertThat(err.toString()).doesNotContain("hush");
    }

    @Test
    void aKeyThatOnlyChecksIsRefusedWithItsName() throws IOException {
        token("--sub", "a", "--sites", "*");
        String pem = Files.readString(dir.resolve("auth/jwt.pem"));
        Path open = Files.writeString(dir.resolve("open.pem"), pem.substring(pem.indexOf("-----BEGIN PUBLIC")));

        assertThat(token("--sub", "a", "--sites", "*", "--set", "auth.jwt.key=" + open))
                .isEqualTo(1);
        assertThat(err.toString()).contains("auth.jwt.key " + open, "PRIVATE KEY");
    }

    @Test
    void aSenderIsKnownToNodesOfTheSameDirectoryFromThenOnAndItsOldTokenIsNot() {
        SenderReload senders = new SenderReload(auth(), () -> settings());
        assertThat(token("--sender", "zabbix", "--sites", "HEL1", "--sources", "zabbix"))
                .isZero();
        String first = line();
        assertThat(senders.get().find(first)).isEmpty();

        assertThat(senders.look()).isTrue();

        Sender zabbix = senders.get().find(first).orElseThrow();
        assertThat(zabbix.name()).isEqualTo("zabbix");
        assertThat(zabbix.sites().names()).containsExactly("HEL1");
        assertThat(zabbix.sources()).containsExactly("zabbix");
        assertThat(senders.look()).isFalse();
        assertThat(token("--sender", "zabbix")).isZero();
        assertThat(senders.look()).isTrue();
        assertThat(senders.get().find(first)).isEmpty();
        assertThat(senders.get().find(line())).isPresent();
    }

    @Test
    void onAnAddressThatOthersReachASenderIsPrintedToBeConfiguredAndNothingIsStored() throws IOException {
        assertThat(token("--sender", "zabbix", "--sites", "St. John's", "--set", "http.host=0.0.0.0"))
                .isZero();

        Path config = Files.writeString(
                dir.resolve("config.yaml"),
                err.toString().lines().filter(line -> line.startsWith("  ")).reduce("", (a, b) -> a + b + "\n"));
        Settings settings = Settings.read(config, Map.of(), List.of());
        assertThat(settings.senders()).singleElement().satisfies(sender -> {
            assertThat(sender.sites().names()).containsExactly("St. John's");
            assertThat(new Senders(settings.senders()).find(line())).contains(sender);
        });
        assertThat(err.toString()).doesNotContain(line());
        assertThat(Files.exists(dir.resolve("auth"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--sub a",
                "--sub a --sender b --sites *",
                "--sub a --sites * --scope alerts:everything",
                "--sub a --sites * --ttl forever",
                "--sub a --sites * --sources b",
                "--sender ../a",
                "--sub a --sites H*",
                "--sub a --sites *,*1",
                "--sender a --sites H*",
            })
    void whatIsNotAskedForWellEndsWithTwoAndPrintsNoToken(String arguments) {
        assertThat(token(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("nocturne: ")
                .containsPattern("--(s|ttl)")
                .doesNotContain("Exception");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(token("--sub", "a", "--sites", "HEL1,H*")).isEqualTo(2);
        assertThat(err.toString()).contains("--sites H*: '*' alone means all sites");

        assertThat(token("--sub", "a", "--sender", "b")).isEqualTo(2);
        assertThat(err.toString()).contains("not both");

        for (String nobody : List.of("", " ", "a\nb")) {
            err.getBuffer().setLength(0);
            assertThat(token("--sub", nobody, "--sites", "*")).isEqualTo(2);
            assertThat(err.toString()).startsWith("nocturne: --sub must have 1 to 255 characters");
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void theHelpSaysThatAScreensTokenNeedsSites() {
        token("--help");

        assertThat(out.toString().replaceAll("\\s+", " ")).contains("Required with --sub");
    }

    private int token(String... arguments) {
        out.getBuffer().setLength(0);
        List<String> words = new ArrayList<>(List.of("token", "--set", "data.dir=" + dir));
        words.addAll(List.of(arguments));
        return Main.run(words.toArray(String[]::new), Map.of(), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String line() {
        assertThat(out.toString().lines()).hasSize(1);
        return out.toString().strip();
    }

    private Settings settings(String... more) {
        List<String> sets = new ArrayList<>(List.of("data.dir=" + dir));
        sets.addAll(List.of(more));
        return Settings.read(null, Map.of(), sets);
    }

    private NodeAuth auth(String... more) {
        return NodeAuth.of(settings(more));
    }

    private Access authenticate(String token, String... more) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            return Authenticator.open(vertx, auth(more).screens())
                    .await(5, SECONDS)
                    .authenticate(token)
                    .await(5, SECONDS);
        } finally {
            vertx.close().await(5, SECONDS);
        }
    }
}
