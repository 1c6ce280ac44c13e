package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.PostgresExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a push node does when it is asked to end. */
@ExtendWith(PostgresExtension.class)
class DrainIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration DRAIN = Duration.ofSeconds(8);
    /** The end of the process beside its drain; it stays in the cluster for 2 s after the last client. */
    private static final Duration MARGIN = Duration.ofSeconds(12);

    @TempDir
    static Path dir;

    private static Cluster cluster;

    @BeforeAll
    static void open(DatabaseUri database) {
        cluster = new Cluster(
                dir,
                database,
                List.of("store-a", "push-a"),
                name -> Cluster.Host.HERE,
                Map.of("push.drain", DRAIN.toSeconds() + "s"));
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void complete() {
        cluster.complete();
    }

    @Test
    void clientsAreSentElsewhereOverTheWindowWhileNoneIsLetInAndASecondSignalChangesNothing() throws IOException {
        NocturneProcess push = cluster.node("push-a");
        URI ready = push.url("management").resolve("/health/ready");
        List<Screen> screens = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            screens.add(new WebSocketScreen(cluster.push("push-a"), ""));
            screens.add(new EventStreamScreen(cluster.push("push-a"), ""));
        }
        await().atMost(SOON)
                .until(() -> screens.stream()
                        .noneMatch(screen -> screen.notices("subscribed").isEmpty()));
        long asked = System.nanoTime();

        push.terminate();

        for (Screen screen : screens) {
            await().atMost(SOON)
                    .pollInterval(10, MILLISECONDS)
                    .until(() -> !screen.notices("draining").isEmpty());
            assertThat(within(screen)).isEqualTo(DRAIN.toSeconds());
        }
        assertThat(Http.get(ready).status()).isEqualTo(503);
        Http.Answer refused = Http.get(cluster.push("push-a").resolve("/sse/alerts"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfter()).matches("[1-9][0-9]*");
        assertThatThrownBy(() -> new WebSocketScreen(cluster.push("push-a"), ""))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Http.get(cluster.push("push-a").resolve("/api/v1/alerts")).status())
                .isEqualTo(200);
        assertThat(screens).as("still there").anyMatch(screen -> !screen.end().isDone());

        push.terminate();

        assertThat(push.awaitExit()).isZero();
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        assertThat(took).isBetween(DRAIN.dividedBy(2), DRAIN.plus(MARGIN));
        assertThat(ends(screens, WebSocketScreen.class)).containsOnly(1012).hasSize(4);
        assertThat(ends(screens, EventStreamScreen.class))
                .containsOnly(EventStreamScreen.ENDED)
                .hasSize(4);
        await().atMost(SOON)
                .until(() -> push.output().stream().anyMatch(line -> line.contains("ShutdownHook: stopped")));
        assertThat(push.output()).noneMatch(line -> line.contains("did not stop"));
    }

    @Test
    void aClientThatDoesNotLetGoKeepsTheNodeForThreeSecondsAfterItsTurn() throws IOException {
        NocturneProcess push = cluster.node("push-a");
        URI url = cluster.push("push-a");
        try (Socket deaf = new Socket(url.getHost(), url.getPort())) {
            OutputStream out = deaf.getOutputStream();
            out.write(("GET /ws/alerts HTTP/1.1\r\nhost: " + url.getAuthority()
                            + "\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
                            + "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(deaf.getInputStream().read()).isEqualTo('H');
            long asked = System.nanoTime();

            assertThat(push.stop()).isZero();

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(MARGIN);
            assertThat(push.output()).noneMatch(line -> line.contains("did not stop"));
        }
    }

    @Test
    void aNodeWithoutClientsDoesNotWaitForAny() {
        long asked = System.nanoTime();

        assertThat(cluster.node("push-a").stop()).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(DRAIN);
    }

    private static long within(Screen screen) {
        JsonNode draining = screen.notices("draining").get(0);
        return draining.path("within").asLong();
    }

    private static List<Integer> ends(List<Screen> screens, Class<? extends Screen> kind) {
        return screens.stream()
                .filter(kind::isInstance)
                .map(screen -> screen.end().join())
                .toList();
    }
}
