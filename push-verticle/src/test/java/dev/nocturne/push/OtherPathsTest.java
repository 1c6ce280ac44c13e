package dev.nocturne.push;

import static dev.nocturne.push.Peer.BINARY;
import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.TEXT;
import static dev.nocturne.push.Peer.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.bus.StoreRoutes.BatchApplied;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /ws/echo} and {@code /ws/batches}. */
@ExtendWith(VertxExtension.class)
class OtherPathsTest {
    private PushFixture push;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        push = PushFixture.deploy(vertx, Duration.ofHours(1));
    }

    @Test
    void textIsEchoedWithAPrefixAndBinaryAsItIs() throws Exception {
        try (Peer peer = Peer.open(push.address(), "/ws/echo")) {
            peer.send(frame(FIN | TEXT, "Jambo"), frame(FIN | BINARY, "Jambo"));

            assertThat(peer.next(FIN | TEXT).text()).isEqualTo("Echo: Jambo");
            assertThat(peer.next(FIN | BINARY).text()).isEqualTo("Jambo");
        }
    }

    @Test
    void whatIsEchoedWaitsForItsReader() throws Exception {
        byte[] message = new byte[PushFixture.MAX_MESSAGE];
        try (Peer peer = Peer.open(push.address(), "/ws/echo")) {
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        peer.send(frame(FIN | BINARY, message));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            sender.start();

            for (int i = 0; i < 200; i++) {
                assertThat(peer.next(FIN | BINARY).payload()).hasSize(message.length);
            }
            sender.join();
        }
    }

    @Test
    void everyCommitIsToldToThoseWhoWatch() throws Exception {
        try (Peer peer = Peer.open(push.address(), "/ws/batches");
                Peer other = Peer.open(push.address(), "/ws/batches")) {
            push.store().announce(new BatchApplied(2, 3, 1, 1_032, 4));

            JsonObject told = new JsonObject()
                    .put("event", "batch.applied")
                    .put("applied", 2)
                    .put("submitted", 3)
                    .put("duplicates", 1)
                    .put("size", 1_032)
                    .put("milliseconds", 4);
            assertThat(new JsonObject(peer.next(FIN | TEXT).text())).isEqualTo(told);
            assertThat(new JsonObject(other.next(FIN | TEXT).text())).isEqualTo(told);
        }
    }

    @Test
    void whoWatchesHasNothingToSay() throws Exception {
        try (Peer peer = Peer.open(push.address(), "/ws/batches")) {
            assertThat(peer.send(frame(FIN | TEXT, "hello")).closeCode()).isEqualTo(1003);
        }
        assertThatThrownBy(() -> Peer.open(push.address(), "/ws/batches?since=1"))
                .hasMessageContaining("HTTP/1.1 400 ");
    }
}
