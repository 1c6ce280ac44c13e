package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /sse/alerts}, read as the WHATWG's specification of server-sent events says. */
@ExtendWith(VertxExtension.class)
class EventStreamTest {
    private PushFixture push;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        push = PushFixture.deploy(
                vertx,
                PushFixture.config(
                        Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ZERO));
    }

    @Test
    void aStreamBeginsWithItsRetryAndItsPlace() throws Exception {
        push.store().publish(2);
        try (Blocks first = Blocks.open(push.address(), "?since=0")) {
            first.ids(2);
        }
        try (Blocks stream = Blocks.open(push.address(), "?site=Tanzania&severity=high")) {
            assertThat(stream.head())
                    .startsWith("http/1.1 200 ok\n")
                    .contains("content-type: text/event-stream\n", "cache-control: no-store\n")
                    .doesNotContain("content-length", "transfer-encoding");
            assertThat(Long.parseLong(stream.block().getOrDefault("retry", ""))).isBetween(1_000L, 3_000L);
            Map<String, String> subscribed = stream.block();
            assertThat(subscribed)
                    .containsEntry("event", "notice")
                    .containsEntry("id", push.store().epoch() + ":2");
            JsonObject notice = new JsonObject(subscribed.getOrDefault("data", ""));
            assertThat(notice.getString("event")).isEqualTo("subscribed");
            assertThat(notice.getJsonArray("sites")).containsExactly("Kilimanjaro", "Serengeti");
        }
    }

    @Test
    void anEventIsABlockWithItsSeqAndTheStoresJson() throws Exception {
        try (Blocks stream = Blocks.open(push.address(), "")) {
            stream.next("notice");
            JsonObject written = push.store()
                    .commit("Mara", Severity.HIGH, 10)
                    .events()
                    .get(0)
                    .json()
                    .toJsonObject();

            Map<String, String> block = stream.next("broadcast");

            assertThat(block.keySet()).containsExactlyInAnyOrder("event", "id", "data");
            assertThat(block.get("id")).isEqualTo(push.store().epoch() + ":1");
            assertThat(new JsonObject(block.getOrDefault("data", ""))).isEqualTo(written);
        }
    }

    @Test
    void whoComesBackGetsEverythingOnceFromRingOrStore() throws Exception {
        push.store().publish(5 * PushFixture.RING);
        try (Blocks stream = Blocks.open(push.address(), "?since=10")) {
            assertThat(stream.ids(20)).isEqualTo(seqs(11, 30));
        }
        try (Blocks stream = Blocks.open(push.address(), "?since=10", "Last-Event-ID: 30\r\n")) {
            assertThat(stream.ids(5 * PushFixture.RING - 30)).isEqualTo(seqs(31, 5 * PushFixture.RING));
        }
        String id = push.store().epoch() + ":" + (5 * PushFixture.RING - 2);
        try (Blocks stream = Blocks.open(push.address(), "?since=10", "Last-Event-ID: " + id + "\r\n")) {
            assertThat(stream.ids(2)).isEqualTo(seqs(5 * PushFixture.RING - 1, 5 * PushFixture.RING));
        }
        try (Blocks stream = Blocks.open(push.address(), "", "Last-Event-ID: 7000\r\n")) {
            stream.next("notice");
            push.store().publish(1);
            assertThat(stream.ids(1)).containsExactly(5L * PushFixture.RING + 1);
        }
    }

    /** A database was restored, and has moved on past the place that the client knows. */
    @Test
    void aPlaceInAnotherFeedIsAnsweredWithAReset() throws Exception {
        push.store().publish(8);
        String id = new UUID(1, 1) + ":6";
        try (Blocks stream = Blocks.open(push.address(), "", "Last-Event-ID: " + id + "\r\n")) {
            JsonObject notice = new JsonObject(stream.next("notice").getOrDefault("data", ""));

            assertThat(notice.getString("event")).isEqualTo("reset");
            assertThat(notice.getLong("seq")).isEqualTo(8);
        }
    }

    @Test
    void heartbeatsMoveTheIdAndCommentsKeepProxiesAwake() throws Exception {
        try (Blocks stream = Blocks.open(push.address(), "?site=Nowhere")) {
            push.store().publish(3);
            String id = "0";
            boolean comment = false;
            while (!id.endsWith(":3") || !comment) {
                Map<String, String> block = stream.block();
                comment |= block.containsKey("");
                id = block.getOrDefault("id", id);
            }
        }
    }

    @Test
    void theEndOfTheNodeIsToldAndEndsTheStream() throws Exception {
        try (Blocks stream = Blocks.open(push.address(), "")) {
            stream.next("notice");

            push.stop();

            List<String> told = new ArrayList<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            told.add(stream.next("notice").getOrDefault("data", ""));
                        }
                    })
                    .isInstanceOf(EOFException.class);
            assertThat(told).last(STRING).contains("draining");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ?since=x, Accept: */*, 400",
        "GET, ?colour=red, Accept: */*, 400",
        "GET, '', Last-Event-ID: x, 400",
        "GET, '', Last-Event-ID: -1, 400",
        "GET, '', Last-Event-ID: x:5, 400",
        "GET, '', Last-Event-ID: 00000000-0000-0001-0000-000000000002:, 400",
        "GET, ?beat=1, Accept: */*, 400",
        "GET, '', Accept: text/html, 406",
        "GET, '', Origin: https://evil.example, 403",
        "POST, '', Content-Length: 0, 405"
    })
    void aWrongRequestIsRefused(String method, String query, String header, int status) throws Exception {
        String answer = Raw.send(
                push.address(), method + " /sse/alerts" + query + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("application/problem+json");
    }

    @Test
    void aListedPageOfAnotherOriginMayRead() throws Exception {
        try (Blocks stream = Blocks.open(push.address(), "", "Origin: https://wall.example\r\n")) {
            assertThat(stream.head()).contains("access-control-allow-origin: https://wall.example\n", "vary: origin\n");
        }
    }

    @Test
    void streamsCountAsClientsUntilTheyLeave() throws Exception {
        List<Blocks> streams = new ArrayList<>();
        for (int i = 0; i < PushFixture.CONNECTIONS; i++) {
            streams.add(Blocks.open(push.address(), ""));
        }
        assertThat(status()).isEqualTo("503");

        streams.get(0).close();

        await().atMost(10, SECONDS).until(() -> status().equals("200"));
        for (Blocks stream : streams) {
            stream.close();
        }
    }

    private String status() throws Exception {
        try (Blocks stream = Blocks.open(push.address(), "")) {
            return stream.head().substring("http/1.1 ".length(), "http/1.1 200".length());
        }
    }

    private static List<Long> seqs(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
