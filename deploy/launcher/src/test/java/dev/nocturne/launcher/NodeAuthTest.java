package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nocturne.auth.SenderToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAuthTest {
    private static final String OPEN = "http.host=0.0.0.0";
    private static final String HASH = "ingest.tokens.zabbix.hash=" + SenderToken.hash("x");

    @TempDir
    Path dir;

    @Test
    void whatOthersCanReachRefusesToStartUntilSomebodyHasSaidWhomItLetsIn() {
        assertThat(problems(NodeKind.ALL, OPEN))
                .anyMatch(line -> line.startsWith("auth.jwt.key: "))
                .anyMatch(line -> line.startsWith("ingest.tokens: ") && line.contains("./nocturne token --sender"))
                .hasSize(2);
        assertThat(problems(NodeKind.PUSH, OPEN)).hasSize(1);
        assertThat(problems(NodeKind.INGEST, OPEN)).hasSize(1);
        assertThat(problems(NodeKind.PUSH, OPEN, "auth.jwt.key=a", "auth.anonymous=read"))
                .singleElement()
                .asString()
                .startsWith("auth.anonymous: ");
        assertStarts(NodeKind.STORE, OPEN);
        assertStarts(NodeKind.PUSH, OPEN, "auth.jwt.jwks=https://id.example/keys");
        assertStarts(NodeKind.INGEST, OPEN, HASH);
        assertStarts(NodeKind.ALL, OPEN, HASH, "auth.jwt.key=a");
        assertThat(Files.exists(dir.resolve("auth"))).isFalse();
    }

    @Test
    void onTheLoopbackAddressEveryKindStartsWithoutConfiguration() {
        for (NodeKind kind : NodeKind.values()) {
            assertStarts(kind);
            assertStarts(kind, "http.host=localhost", "auth.anonymous=read");
            assertStarts(kind, "http.host=::1");
        }
    }

    @Test
    void aChangedFileIsTakenOverAndABrokenOneIsNot() throws IOException {
        Path file = Files.writeString(dir.resolve("config.yaml"), "ingest.tokens.one.hash: " + SenderToken.hash("one"));
        SenderReload senders = new SenderReload(NodeAuth.of(settings(file)), () -> settings(file));
        assertThat(senders.get().find("one")).isPresent();

        Files.writeString(file, "ingest.tokens.two.hash: " + SenderToken.hash("two"));
        assertThat(senders.look()).isTrue();

        assertThat(senders.get().find("one")).isEmpty();
        assertThat(senders.get().find("two")).isPresent();
        Files.writeString(file, "ingest.tokens.two.hash: none\npush.prot: 1");
        assertThat(senders.look()).isTrue();
        assertThat(senders.get().find("two")).isPresent();
        Files.delete(file);
        assertThat(senders.look()).isTrue();
        assertThat(senders.get().find("two")).isPresent();
    }

    private List<String> problems(NodeKind kind, String... sets) {
        return catchThrowableOfType(ConfigFailure.class, () -> auth(sets).require(kind))
                .problems();
    }

    private void assertStarts(NodeKind kind, String... sets) {
        assertThatCode(() -> auth(sets).require(kind)).doesNotThrowAnyException();
    }

    private NodeAuth auth(String... sets) {
        List<String> all = new ArrayList<>(List.of(sets));
        all.add("data.dir=" + dir);
        return NodeAuth.of(Settings.read(null, Map.of(), all));
    }

    private Settings settings(Path file) {
        return Settings.read(file, Map.of(), List.of("data.dir=" + dir));
    }
}
