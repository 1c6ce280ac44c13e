package dev.nocturne.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One client does what it can to keep a node busy; a screen and a sender beside it notice nothing. */
@Timeout(120)
class FloodIT {
    private static final String FLOODER = "127.0.0.2";
    private static final int THREADS = 4;
    private static final int ENOUGH = 500;
    private static final int ALERTS = 150;
    /** Below the rate that every address has. */
    private static final Duration PACE = Duration.ofMillis(20);

    private static final int CUT = 0;
    private static final int NO_HTTP = -1;
    private static final byte[] EMPTY_MESSAGE = {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0};

    @TempDir
    static Path dataDir;

    private static NocturneProcess nocturne;

    private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
    private final AtomicBoolean flooding = new AtomicBoolean(true);
    private final List<Thread> flood = new ArrayList<>();
    private Screen screen;

    /** A step of a flood. */
    private interface Step {
        /** @return the status of the answer */
        int run() throws IOException;
    }

    @BeforeAll
    static void start() {
        nocturne = NocturneProcess.launch(
                "all",
                dataDir,
                Map.of(
                        "ingest.address-rate", "100",
                        "ingest.address-burst", "100",
                        "push.connections-per-address", "20",
                        "push.message-rate", "20",
                        "push.message-burst", "20"));
        nocturne.awaitReady();
    }

    @AfterAll
    static void stop() {
        nocturne.close();
    }

    @BeforeEach
    void open() {
        screen = new WebSocketScreen(nocturne.url("push"), "");
    }

    @AfterEach
    void end() throws InterruptedException {
        flooding.set(false);
        for (Thread each : flood) {
            each.join(SECONDS.toMillis(30));
            assertThat(each.isAlive()).isFalse();
        }
        screen.abort();
    }

    @Test
    void postsWithTokensOfNobody() throws IOException {
        String post = "POST /internal/alerts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer noc_of-nobody\r\n"
                + "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        flood(() -> {
            try (Socket socket = connect("ingest", post)) {
                return statusOf(socket);
            }
        });

        assertThatOthersAreServed(429);
    }

    @Test
    void upgradesWithTokensOfNobody() throws IOException {
        flood(() -> {
            try (Socket socket = connect("push", upgrade("/ws/alerts", "authorization: Bearer e30.e30.e30\r\n"))) {
                return statusOf(socket);
            }
        });

        assertThatOthersAreServed(401);
    }

    @Test
    void connectionsThatStay() throws IOException {
        Queue<Socket> open = new ConcurrentLinkedQueue<>();
        flood(() -> {
            Socket socket = connect("push", upgrade("/ws/alerts", ""));
            int status = statusOf(socket);
            if (status == CUT) {
                socket.close();
            } else {
                open.add(socket);
            }
            return status;
        });

        try {
            assertThatOthersAreServed(CUT);
            assertThat(answers.get(101)).isEqualTo(20);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** Each connection is closed when it has said too much, and the next one comes. */
    @Test
    void messagesWithoutEnd() throws IOException {
        flood(() -> {
            try (Socket socket = connect("push", upgrade("/ws/echo", ""))) {
                int status = statusOf(socket);
                while (status == 101 && flooding.get() && !isEnding(socket)) {
                    socket.getOutputStream().write(EMPTY_MESSAGE);
                }
                return status;
            }
        });

        assertThatOthersAreServed(101);
    }

    private void flood(Step step) {
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> repeat(step), "flood-" + i);
            thread.start();
            flood.add(thread);
        }
    }

    private void repeat(Step step) {
        while (flooding.get()) {
            try {
                answers.merge(step.run(), 1, Integer::sum);
            } catch (IOException e) {
                answers.merge(CUT, 1, Integer::sum);
            } catch (RuntimeException e) {
                answers.merge(NO_HTTP, 1, Integer::sum);
            }
        }
    }

    /** @param most what the flood is answered most of the time */
    private void assertThatOthersAreServed(int most) throws IOException {
        URI alerts = nocturne.url("ingest").resolve("/internal/alerts");
        List<Long> promised = new ArrayList<>();
        for (int i = 0; i < ALERTS || answers.getOrDefault(most, 0) < ENOUGH; i++) {
            String body = "{\"site\":\"s\",\"severity\":\"info\",\"message\":\"m\",\"source\":\"good-" + most
                    + "\",\"sourceId\":\"" + i + "\"}";
            Http.Answer answer = Http.post(alerts, body, Duration.ofSeconds(10));
            assertThat(answer.status()).as("answer while %s", answers).isEqualTo(201);
            promised.add(answer.json().path("seq").asLong());
            Trial.keep(PACE);
        }
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(screen.seqs()).containsAll(promised));
        assertThat(screen.end()).isNotDone();
        assertThat(answers).doesNotContainKeys(200, 201, NO_HTTP);
    }

    private static String upgrade(String path, String header) {
        return "GET " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
                + "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + header + "\r\n";
    }

    private static Socket connect(String port, String request) throws IOException {
        URI url = nocturne.url(port);
        Socket socket = new Socket(url.getHost(), url.getPort(), InetAddress.getByName(FLOODER), 0);
        try {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Of {@code HTTP/1.1 101 …}, or {@link #CUT}. */
    private static int statusOf(Socket socket) throws IOException {
        String head = new String(socket.getInputStream().readNBytes(12), US_ASCII);
        return head.length() < 12 ? CUT : Integer.parseInt(head.substring(9));
    }

    /** Whether the node has said close; an echo of nothing has no such byte. */
    private static boolean isEnding(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        while (in.available() > 0) {
            if (in.read() == 0x88) {
                return true;
            }
        }
        return false;
    }
}
