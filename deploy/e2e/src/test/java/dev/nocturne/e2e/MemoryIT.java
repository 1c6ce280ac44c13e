package dev.nocturne.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with little memory, and what would take it. */
@Timeout(120)
class MemoryIT {
    private static final List<String> SMALL = List.of("env", "JAVA_TOOL_OPTIONS=-Xmx256m -XX:MaxDirectMemorySize=32m");
    private static final int CLIENTS = 400;
    private static final int AT_A_TIME = 50;
    /** More than the kernel and the node hold for one client, so that all together would hold more than there is. */
    private static final int POSTS = 5;

    private static final int POST = 8;
    private static final int RECEIVE_BUFFER = 4_096;
    private static final Duration SOON = Duration.ofSeconds(3);
    /** Some 90 KB for one event. */
    private static final String TAGS = tags(180);

    @TempDir
    Path dataDir;

    @Test
    void hundredsOfClientsThatTakeNothingNeitherSilenceANodeNorEndIt() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (NocturneProcess nocturne =
                        NocturneProcess.launch(SMALL, "all", dataDir, Map.of()).awaitReady();
                Screen screen = new WebSocketScreen(nocturne.url("push"), "site=good")) {
            for (int i = 0; i < POSTS; i++) {
                post(nocturne, manyBig());
            }
            while (slow.size() < CLIENTS) {
                for (int i = 0; i < AT_A_TIME; i++) {
                    slow.add(silent(nocturne.url("push")));
                }
                long seq = post(nocturne, "{\"site\":\"good\",\"severity\":\"high\",\"message\":\"m\"}");
                await().atMost(SOON).until(() -> screen.seqs().contains(seq));
                assertThat(Http.get(nocturne.url("management").resolve("/health/live"), SOON)
                                .status())
                        .isEqualTo(200);
            }

            try (Screen another = new WebSocketScreen(nocturne.url("push"), "site=good", SOON)) {
                await().atMost(SOON).until(() -> !another.notices("subscribed").isEmpty());
            }
            await().atMost(20, SECONDS)
                    .until(() -> nocturne.output().stream()
                            .anyMatch(line -> line.contains("runs short, closing the slowest")));
            assertThat(nocturne.output()).noneMatch(line -> line.contains("OutOfMemory"));
            assertThat(screen.end()).isNotDone();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aNodeWithoutDirectMemoryEndsItselfWithTheReason() throws IOException {
        Path begin = dataDir.resolve("begin");
        try (NocturneProcess nocturne = NocturneProcess.launch(
                        List.of("-XX:MaxDirectMemorySize=64m", "-D" + MemoryHog.BEGIN + "=" + begin),
                        MemoryHog.class,
                        dataDir.resolve("data"),
                        Map.of())
                .awaitReady()) {
            Files.createFile(begin);

            assertThat(nocturne.awaitExit()).isEqualTo(3);
            assertThat(nocturne.output())
                    .anyMatch(line -> line.contains("cannot go on") && line.contains("direct buffer memory"));
        }
    }

    @Test
    void aNodeWhoseMemoryIsTooSmallSaysSoAndDoesNotStart() {
        try (NocturneProcess nocturne =
                NocturneProcess.launch(SMALL, "all", dataDir, Map.of("push.ring-bytes", "1g", "push.memory", "1g"))) {
            assertThat(nocturne.awaitExit()).isEqualTo(2);
            assertThat(nocturne.output())
                    .anyMatch(line -> line.contains("push.ring-bytes: 1024m") && line.contains("-Xmx"))
                    .anyMatch(line -> line.contains("push.memory: 1024m") && line.contains("-XX:MaxDirectMemorySize"));
        }
    }

    /** Each begins at a moment of its own, so that no two wait for the same memory. */
    private static Socket silent(URI push) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(push.getHost(), push.getPort()));
        String request = """
                GET /ws/alerts?since=0 HTTP/1.1
                host: 127.0.0.1
                connection: Upgrade
                upgrade: websocket
                sec-websocket-version: 13
                sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==

                """;
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(US_ASCII));
        return socket;
    }

    private static String manyBig() {
        return Collections.nCopies(
                        POST, "{\"site\":\"big\",\"severity\":\"high\",\"message\":\"m\",\"tags\":" + TAGS + "}")
                .toString();
    }

    private static long post(NocturneProcess nocturne, String body) throws IOException {
        Http.Answer answer =
                Http.post(nocturne.url("ingest").resolve("/internal/alerts"), body, Duration.ofSeconds(10));
        assertThat(answer.status()).as("%s", answer.json()).isEqualTo(201);
        return answer.each().get(0).path("seq").asLong();
    }

    private static String tags(int count) {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tags.add("{\"tag\":\"" + i + "x".repeat(240) + "\",\"value\":\"" + "y".repeat(250) + "\"}");
        }
        return tags.toString();
    }
}
