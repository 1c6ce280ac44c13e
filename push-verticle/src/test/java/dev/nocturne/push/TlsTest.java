package dev.nocturne.push;

import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.TEXT;
import static dev.nocturne.push.Peer.frame;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.auth.Scope;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.HttpListener;
import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The push port over TLS. */
@ExtendWith(VertxExtension.class)
class TlsTest {
    private static final Duration NEVER = Duration.ofMinutes(5);
    private static final int BIG = 100_000;
    /** As many as the ring holds, so that nobody is told that they missed some. */
    private static final int EVENTS = PushFixture.RING;

    @TempDir
    static Path dir;

    private static TlsFixture tls;

    @BeforeAll
    static void makeCertificates() {
        tls = new TlsFixture(dir);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void everyScreenGetsEveryEventWhole(String protocol, Vertx vertx) throws Exception {
        PushFixture push = deploy(vertx, calm());
        List<Peer> screens = new ArrayList<>();
        for (int i = 0; i < PushFixture.CONNECTIONS; i++) {
            Peer screen = open(push, protocol, "/ws/alerts");
            screen.next(FIN | TEXT);
            screens.add(screen);
        }

        for (int i = 0; i < EVENTS; i++) {
            push.store().publish(push.store().commit("Mara", Severity.HIGH, i * 997));
        }

        for (Peer screen : screens) {
            for (int i = 0; i < EVENTS; i++) {
                JsonObject event = event(screen);
                assertThat(event.getLong("seq")).isEqualTo(i + 1);
                assertThat(event.getString("message")).hasSize(i * 997);
            }
            screen.close();
        }
    }

    @Test
    void whoHasAskedAndEndedItsHalfOfTlsIsAnswered(Vertx vertx) throws Exception {
        PushFixture push = deploy(vertx, calm());
        String token = Tokens.of(vertx, "duty", Set.of(Scope.ALERTS_WRITE), List.of("*"), Duration.ofHours(1));
        String body = "{\"site\":\"Mara\",\"severity\":\"high\",\"message\":\"m\"}";
        try (SSLSocket socket = tls.socket(push.address(), "TLSv1.3")) {
            socket.getOutputStream()
                    .write(("POST /api/v1/alerts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Authorization: Bearer " + token + "\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(UTF_8));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    private static JsonObject event(Peer screen) throws IOException {
        JsonObject message = new JsonObject(screen.next(FIN | TEXT).text());
        return message.containsKey("seq") && message.containsKey("message") ? message : event(screen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoBreaksTheProtocolReadsWhyThenTheEndOfTls(String protocol, Vertx vertx) throws Exception {
        PushFixture push = deploy(vertx, calm());
        try (Peer peer = open(push, protocol, "/ws/echo?raw")) {
            peer.send(frame(FIN | 0x3, "no such opcode"));

            assertThat(peer.next(FIN | Peer.CLOSE).code()).isEqualTo(1002);
            assertThat(peer.isEnded()).isTrue();
        }
        try (Peer peer = open(push, protocol, "/ws/echo?raw")) {
            peer.send(frame(FIN | TEXT, "x".repeat(PushFixture.MAX_MESSAGE + 1)));

            assertThat(peer.closeCode()).isEqualTo(1009);
        }
        try (Peer peer = open(push, protocol, "/ws/echo?raw")) {
            peer.send(Peer.close(1000, "bye"));

            assertThat(peer.next(FIN | Peer.CLOSE).code()).isEqualTo(1000);
            assertThat(peer.isEnded()).isTrue();
        }
    }

    @Test
    void aPeerThatEndsItsTlsAndKeepsTheConnectionGivesItsPlaceBack(Vertx vertx) throws Exception {
        PushFixture push = deploy(vertx, calm());
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < PushFixture.CONNECTIONS - 1; i++) {
            peers.add(open(push, "TLSv1.3", "/ws/alerts"));
        }
        Socket connection = new Socket(push.address().host(), push.address().port());
        Peer leaving = Peer.open(tls.over(connection), push.address(), "/ws/alerts");
        assertThat(tls.status(push.address(), "/sse/alerts")).isEqualTo(503);

        leaving.close();

        await().atMost(5, SECONDS).until(() -> tls.status(push.address(), "/sse/alerts") == 200);
        connection.close();
        for (Peer peer : peers) {
            peer.close();
        }
    }

    @Test
    void peersThatTakeNothingAreCutOffAtOnceAndTheirPlacesAreFree(Vertx vertx) throws Exception {
        PushFixture push =
                deploy(vertx, PushFixture.config(NEVER, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO));
        List<Peer> stuck = new ArrayList<>();
        for (int i = 0; i < PushFixture.CONNECTIONS; i++) {
            stuck.add(open(push, "TLSv1.3", "/ws/alerts"));
        }

        for (int i = 0; i < 200; i++) {
            push.store().publish(push.store().commit("Mara", Severity.HIGH, BIG));
        }

        await().atMost(20, SECONDS).until(() -> tls.status(push.address(), "/sse/alerts") == 200);
        for (Peer peer : stuck) {
            peer.close();
        }
    }

    @Test
    void anEventStreamComesAndEndsInsideTls(Vertx vertx) throws Exception {
        PushFixture push = deploy(vertx, calm());
        try (SSLSocket socket = tls.socket(push.address())) {
            socket.getOutputStream()
                    .write("GET /sse/alerts HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                            .getBytes(UTF_8));
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            until(in, "event: notice");

            push.store().publish(1);
            until(in, "event: broadcast");
            push.stop();

            until(in, "event: notice");
            assertThat(in.lines().toList()).isNotEmpty();
        }
    }

    private static void until(BufferedReader in, String wanted) throws IOException {
        for (String line = in.readLine(); !wanted.equals(line); line = in.readLine()) {
            assertThat(line).as("before %s", wanted).isNotNull();
        }
    }

    @Test
    void aClientThatCouldSpeakHttp2SpeaksHttp1AndIsToldToStayWithTls(Vertx vertx) throws Exception {
        PushFixture push = deploy(vertx, calm());

        HttpResponse<String> wall = get(push, "/");

        assertThat(wall.statusCode()).isEqualTo(200);
        assertThat(wall.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(wall.headers().firstValue("strict-transport-security")).hasValue("max-age=2592000");
    }

    @Test
    void thePageOfTheNodeItselfIsLetInAndThatOfAPlainPortIsNot(Vertx vertx) throws Exception {
        PushFixture push = deploy(vertx, calm());
        String host = push.address().host() + ":" + push.address().port();

        try (Peer own = open(push, "TLSv1.3", "/ws/alerts", "Origin: https://" + host + "\r\n")) {
            own.next(FIN | TEXT);
        }
        try (SSLSocket foreign = tls.socket(push.address())) {
            foreign.getOutputStream()
                    .write(("GET /sse/alerts HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host + "\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(new BufferedReader(new InputStreamReader(foreign.getInputStream(), UTF_8)).readLine())
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void plainHttpIsNotAnswered(Vertx vertx) throws Exception {
        PushFixture push = deploy(vertx, calm());
        try (Socket plain = new Socket(push.address().host(), push.address().port())) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));

            assertThat(new String(plain.getInputStream().readAllBytes(), UTF_8)).doesNotContain("HTTP");
        }
        assertThat(tls.status(push.address(), "/")).isEqualTo(200);
    }

    @Test
    void aRenewedCertificateIsShownToWhoConnectsAndCutsNobodyOff(Vertx vertx) throws Exception {
        HttpListener listener = tls.listener();
        PushFixture push = PushFixture.deploy(vertx, calm(), true, listener);
        try (Peer before = open(push, "TLSv1.3", "/ws/echo?raw")) {
            listener.renew(tls.certificate("second")).await(10, SECONDS);

            for (int i = 0; i < 4; i++) {
                assertThat(tls.shown(push.address())).isEqualTo("CN=second");
            }
            before.send(frame(FIN | TEXT, "still here"));
            assertThat(before.next(FIN | TEXT).text()).isEqualTo("still here");
        }
    }

    private static PushConfig calm() {
        return PushFixture.config(NEVER);
    }

    private static PushFixture deploy(Vertx vertx, PushConfig config) throws Exception {
        return PushFixture.deploy(vertx, config, true, tls.listener());
    }

    private static Peer open(PushFixture push, String protocol, String path, String... headers) throws Exception {
        return Peer.open(tls.socket(push.address(), protocol), push.address(), path, headers);
    }

    private static HttpResponse<String> get(PushFixture push, String path) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(tls.client()).build();
        URI url = URI.create(push.address().url("https") + path);
        return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
    }
}
