package dev.nocturne.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.config.Address;
import dev.nocturne.http.HttpListener;
import dev.nocturne.node.Check;
import dev.nocturne.node.Role;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncementTest {
    private static final Address INGEST = new Address("127.0.0.1", 8081);

    @TempDir
    Path dir;

    @Test
    void whereTheKeysOfScreensAreConfiguredTheLineToTryReadsTheTokenFromItsFile() throws Exception {
        OwnSecrets own = new OwnSecrets(dir.resolve("Anna's data"));

        String printed = banner(null, own.localTokenFile());

        assertThat(printed).doesNotContain("$TOKEN").doesNotContain(own.localToken());
        assertThat(arguments(printed))
                .contains("authorization: Bearer " + own.localToken(), "http://127.0.0.1:8081/internal/alerts");
    }

    @Test
    void whereTheNodeMadeItsOwnKeysTheLineToTryHoldsTheToken() throws Exception {
        String printed = banner(new FirstTokens("for-the-wall", "for-a-sender"), dir.resolve("local.token"));

        assertThat(arguments(printed)).contains("authorization: Bearer for-a-sender");
    }

    @Test
    void whereEverySenderIsConfiguredTheLineSaysThatItNeedsAToken() throws Exception {
        String printed = banner(null, null);

        assertThat(printed).contains("with a sender's token in TOKEN");
        assertThat(arguments("TOKEN=mine\n" + printed)).contains("authorization: Bearer mine");
    }

    private static String banner(@Nullable FirstTokens tokens, @Nullable Path localToken) {
        StringWriter out = new StringWriter();
        new Announcement(
                        "node",
                        NodeKind.ALL,
                        new Address("127.0.0.1", 8082),
                        Map.of(NodeKind.INGEST, new Listening()),
                        new Transport(HttpListener.plain(), HttpListener.plain(), null, null),
                        tokens,
                        localToken)
                .print(new PrintWriter(out));
        return out.toString();
    }

    /** What the shell gives to curl. */
    private static List<String> arguments(String printed) throws IOException, InterruptedException {
        String script = "curl() { printf '%s\\n' \"$@\"; }\n"
                + printed.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("curl ") || line.startsWith("TOKEN="))
                        .reduce("", (a, b) -> a + b + "\n");
        Process shell = new ProcessBuilder("sh", "-c", script).start();
        String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).isZero();
        return output.lines().toList();
    }

    private static final class Listening extends VerticleBase implements Role {
        @Override
        public Address http() {
            return INGEST;
        }

        @Override
        public List<Check> checks() {
            return List.of();
        }
    }
}
