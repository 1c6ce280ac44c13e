package dev.nocturne.push;

import static dev.nocturne.push.Peer.BINARY;
import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.frame;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.config.Address;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The memory that waits for all clients is limited, and given back by those who take nothing. */
@ExtendWith(VertxExtension.class)
class SlowClientsTest {
    private static final int SLOW = 40;
    private static final long MEMORY = 2 << 20;
    private static final int BIG = 50_000;
    /** More than the kernel's buffers hold for one. */
    private static final int ROUNDS = 25;

    private static final int RECEIVE_BUFFER = 4_096;
    private static final byte[] MESSAGE = frame(FIN | BINARY, new byte[60_000]);

    /** Each has events of its own, so that no two wait for the same buffer. */
    @Test
    void aScreenGetsEveryEventWhileManyOthersTakeNothing(Vertx vertx) throws Exception {
        PushFixture push = PushFixture.deploy(vertx, PushFixture.shortOfMemory(SLOW + 1, MEMORY));
        Screen screen = push.open("?site=Mara");
        List<Peer> slow = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            slow.add(slow(push.address(), "/ws/alerts?site=s" + i));
        }

        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < SLOW; i++) {
                push.store().publish(push.store().commit("s" + i, Severity.HIGH, BIG));
            }
            FeedBatch batch = push.store().commit("Mara", Severity.HIGH, BIG);
            push.store().publish(batch);
            assertThat(screen.events(1)).containsExactly(batch.head());
        }

        await().atMost(20, SECONDS).until(() -> slow.stream().anyMatch(SlowClientsTest::isToldToGo));
        assertThat(screen.isClosed()).isFalse();
        close(slow);
    }

    /** An echo is memory of its own, not a part of the feed. */
    @Test
    void whoDoesNotReadItsEchoesIsSentAwayAsWell(Vertx vertx) throws Exception {
        PushFixture push = PushFixture.deploy(vertx, PushFixture.shortOfMemory(SLOW, MEMORY));
        List<Peer> slow = new ArrayList<>();
        for (int i = 0; i < SLOW; i++) {
            slow.add(slow(push.address(), "/ws/echo?raw"));
        }
        for (Peer peer : slow) {
            Thread sender = new Thread(() -> sendWithoutEnd(peer));
            sender.setDaemon(true);
            sender.start();
        }

        await().atMost(20, SECONDS).until(() -> Screen.attempt(vertx, push.address(), null) == 101);
        close(slow);
    }

    /** Its kernel takes hardly anything. */
    private static Peer slow(Address address, String path) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(address.host(), address.port()));
        return Peer.open(socket, address, path);
    }

    private static void close(List<Peer> peers) throws IOException {
        for (Peer peer : peers) {
            peer.close();
        }
    }

    private static void sendWithoutEnd(Peer peer) {
        try {
            while (true) {
                peer.send(MESSAGE);
            }
        } catch (IOException e) {
            // the node has ended it
        }
    }

    /** Reads what waits. */
    private static boolean isToldToGo(Peer peer) {
        try {
            peer.socket().setSoTimeout((int) Duration.ofMillis(100).toMillis());
            Peer.Frame frame = peer.next();
            while (frame.first() != (FIN | Peer.CLOSE)) {
                frame = peer.next();
            }
            return frame.code() == 1013;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
