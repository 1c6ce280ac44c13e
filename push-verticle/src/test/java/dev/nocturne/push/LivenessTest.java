package dev.nocturne.push;

import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.PING;
import static dev.nocturne.push.Peer.PONG;
import static dev.nocturne.push.Peer.frame;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that are dead, stuck, or sent elsewhere. */
@ExtendWith(VertxExtension.class)
class LivenessTest {
    private static final Duration NEVER = Duration.ofMinutes(5);
    /** What may be stuck is looked at each second, and told so after one more; it is cut off 3 s later. */
    private static final Duration LONGER_THAN_ALLOWED = Duration.ofMillis(2_500);

    private static final int BIG = 100_000;
    /** More than the kernel's buffers and the node's hold for one client. */
    private static final int STORM = 200;

    @Test
    void whoAnswersPingsStaysAndWhoMissesThreeIsClosed(Vertx vertx) throws Exception {
        PushFixture push =
                PushFixture.deploy(vertx, PushFixture.config(NEVER, Duration.ofMillis(200), NEVER, Duration.ZERO));
        try (Peer alive = Peer.open(push.address(), "/ws/echo?raw");
                Peer dead = Peer.open(push.address(), "/ws/echo?raw")) {
            int pings = 0;
            for (int i = 0; i < 6; i++) {
                alive.send(frame(FIN | PONG, alive.next(FIN | PING).payload()));
            }
            for (Peer.Frame frame = dead.next(); frame.first() == (FIN | PING); frame = dead.next()) {
                pings++;
            }

            assertThat(pings).isEqualTo(3);
            alive.send(frame(FIN | Peer.TEXT, "still here"));
            Peer.Frame answer = alive.next();
            while (answer.first() == (FIN | PING)) {
                answer = alive.next();
            }
            assertThat(answer.text()).isEqualTo("still here");
        }
    }

    @Test
    void theCodeOfAPeerThatAnswersNoPingIs4408(Vertx vertx) throws Exception {
        PushFixture push =
                PushFixture.deploy(vertx, PushFixture.config(NEVER, Duration.ofMillis(200), NEVER, Duration.ZERO));
        try (Peer dead = Peer.open(push.address(), "/ws/alerts")) {
            assertThat(dead.closeCode()).isEqualTo(4408);
        }
    }

    @Test
    void aPeerThatTakesNothingIsToldWhyIfItStillReadsInTime(Vertx vertx) throws Exception {
        PushFixture push = stalling(vertx);
        try (Peer stuck = Peer.open(push.address(), "/ws/alerts")) {
            storm(push);

            await().pollDelay(LONGER_THAN_ALLOWED)
                    .pollInterval(LONGER_THAN_ALLOWED)
                    .atMost(30, SECONDS)
                    .until(() -> isToldWhy(stuck, push));
        }
    }

    /** The close frame stands behind more than it takes within 3 s, but it takes something all the time. */
    @Test
    void aPeerThatReadsSlowlyAgainIsToldWhyAsWell(Vertx vertx) throws Exception {
        PushFixture push = stalling(vertx);
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(
                new InetSocketAddress(push.address().host(), push.address().port()));
        try (Peer slow = Peer.open(socket, push.address(), "/ws/alerts")) {
            storm(push);

            AtomicInteger code = new AtomicInteger();
            await().pollDelay(LONGER_THAN_ALLOWED)
                    .pollInterval(Duration.ofMillis(400))
                    .atMost(30, SECONDS)
                    .until(() -> {
                        Peer.Frame frame = slow.next();
                        code.set(frame.code());
                        return frame.first() == (FIN | Peer.CLOSE);
                    });
            assertThat(code.get()).isEqualTo(1013);
        }
    }

    /** Reads all that has come by now; if that was not the end, there is more to be stuck on. */
    private static boolean isToldWhy(Peer stuck, PushFixture push) throws Exception {
        while (stuck.socket().getInputStream().available() > 0) {
            Peer.Frame frame = stuck.next();
            if (frame.first() == (FIN | Peer.CLOSE)) {
                assertThat(frame.code()).isEqualTo(1013);
                return true;
            }
        }
        storm(push);
        return false;
    }

    @Test
    void peersThatTakeNothingAreCutOffAndTheirPlacesAreFree(Vertx vertx) throws Exception {
        PushFixture push = stalling(vertx);
        List<Peer> stuck = new ArrayList<>();
        for (int i = 0; i < PushFixture.CONNECTIONS; i++) {
            stuck.add(Peer.open(push.address(), "/ws/alerts"));
        }
        assertThat(Screen.attempt(vertx, push.address(), null)).isEqualTo(503);

        storm(push);

        await().atMost(20, SECONDS).until(() -> Screen.attempt(vertx, push.address(), null) == 101);
        for (Peer peer : stuck) {
            peer.close();
        }
    }

    private static PushFixture stalling(Vertx vertx) throws Exception {
        return PushFixture.deploy(
                vertx, PushFixture.config(NEVER, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO));
    }

    private static void storm(PushFixture push) {
        for (int i = 0; i < STORM; i++) {
            push.store().publish(push.store().commit("Mara", Severity.HIGH, BIG));
        }
    }

    @Test
    void aStoppingNodeTellsItsClientsAndSendsThemAwayOneAfterTheOther(Vertx vertx) throws Exception {
        PushFixture push = PushFixture.deploy(
                vertx, PushFixture.config(NEVER, Duration.ofSeconds(15), NEVER, Duration.ofSeconds(4)));
        List<Screen> screens = new ArrayList<>();
        for (int i = 0; i < PushFixture.CONNECTIONS - 1; i++) {
            screens.add(push.open(""));
        }

        push.stop();

        for (Screen screen : screens) {
            assertThat(screen.next("draining").getInteger("within")).isEqualTo(4);
        }
        await().atMost(10, SECONDS).until(() -> screens.stream().anyMatch(Screen::isClosed));
        assertThat(screens).anyMatch(screen -> !screen.isClosed());
        assertThat(Screen.attempt(vertx, push.address(), null)).isEqualTo(503);
        push.store().publish(1);
        for (Screen screen : screens) {
            assertThat(screen.closeCode()).isEqualTo((short) 1012);
        }
        await().atMost(10, SECONDS).until(() -> vertx.deploymentIDs().isEmpty());
    }

    @Test
    void aConnectionThatBecameAStreamIsNoHttpConnectionAnyMore(Vertx vertx) throws Exception {
        PushFixture push = PushFixture.deploy(vertx, NEVER);
        for (int i = 0; i < 3 * PushFixture.CONNECTIONS; i++) {
            try (Peer peer = Peer.open(push.address(), "/ws/echo?raw")) {
                assertThat(peer.send(frame(FIN | Peer.TEXT, "x")).next().text()).isEqualTo("x");
            }
        }

        await().atMost(10, SECONDS)
                .until(() -> Raw.send(push.address(), "GET /api/asyncapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
                        .startsWith("HTTP/1.1 200 "));
    }
}
