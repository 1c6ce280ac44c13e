package dev.nocturne.push;

import static dev.nocturne.push.PushFixture.CONNECTIONS;
import static dev.nocturne.push.PushFixture.MAX_MESSAGE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nocturne.http.HttpListener;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a socket, and how one ends. */
@ExtendWith(VertxExtension.class)
class SocketTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String UPGRADE =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + KEY;

    private Vertx vertx;
    private PushFixture push;

    @BeforeEach
    void deploy(Vertx fresh) throws Exception {
        vertx = fresh;
        push = PushFixture.deploy(fresh, Duration.ofMillis(300));
    }

    @Test
    void heartbeatsComeOnAnIntervalWithThePlaceOfTheClient() throws Exception {
        Screen screen = push.open("");
        screen.next("heartbeat");
        push.store().publish(3);
        screen.events(3);

        assertThat(screen.next("heartbeat").getLong("seq")).isEqualTo(3);
        assertThat(screen.next("heartbeat").getLong("seq")).isEqualTo(3);
    }

    @Test
    void aBinaryMessageClosesWith1003() throws Exception {
        Screen screen = push.open("");

        screen.socket().writeBinaryMessage(Buffer.buffer("x")).await(5, SECONDS);

        assertThat(screen.closeCode()).isEqualTo((short) 1003);
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_MESSAGE + 1, 100_000})
    void aMessageOverTheLimitClosesWith1009(int length) throws Exception {
        Screen screen = push.open("");

        screen.socket().writeTextMessage("x".repeat(length));

        assertThat(screen.closeCode()).isEqualTo((short) 1009);
    }

    @Test
    void aMessageOfFragmentsOverTheLimitClosesWith1009() throws Exception {
        Screen screen = push.open("");

        screen.socket().writeFinalTextFrame("x".repeat(10)).await(5, SECONDS);
        screen.next("error");
        for (int i = 0; i < 5; i++) {
            screen.socket()
                    .writeFrame(
                            i == 0
                                    ? WebSocketFrame.textFrame("x".repeat(20_000), false)
                                    : WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(20_000)), false));
        }

        assertThat(screen.closeCode()).isEqualTo((short) 1009);
    }

    @Test
    void aMessageAsLongAsTheLimitIsRead() throws Exception {
        Screen screen = push.open("");
        String message = "{\"subscribe\":[]}";

        screen.send(message + " ".repeat(MAX_MESSAGE - message.length()));

        screen.next("subscribed");
        screen.next("subscribed");
    }

    @Test
    void stoppingTheNodeClosesWith1012() throws Exception {
        Screen screen = push.open("");
        screen.next("heartbeat");

        for (String id : vertx.deploymentIDs()) {
            vertx.undeploy(id);
        }

        assertThat(screen.closeCode()).isEqualTo((short) 1012);
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example, 403", "http://127.0.0.1, 403", "null, 403"})
    void aForeignPageIsRefused(String origin, int status) throws Exception {
        assertThat(status(origin)).isEqualTo(status);
    }

    @Test
    void theOwnAndAListedPageAreLetIn() throws Exception {
        assertThat(status("http://127.0.0.1:" + push.address().port())).isEqualTo(101);
        assertThat(status("https://wall.example")).isEqualTo(101);
    }

    @Test
    void overTheLimitOfConnectionsItIs503UntilOneLeaves() throws Exception {
        List<Screen> screens = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            screens.add(push.open(""));
        }
        assertThat(status(null)).isEqualTo(503);

        screens.get(0).socket().close();

        await().atMost(Duration.ofSeconds(5)).until(() -> status(null) == 101);
    }

    @ParameterizedTest
    @CsvSource({
        "?since=x",
        "?since=-1",
        "?severity=fatal",
        "?site=",
        "?colour=red",
        "?since=1&since=2",
        "?epoch=7",
        "?since=%zz",
        "?%"
    })
    void aBadQueryIs400BeforeTheUpgrade(String query) throws Exception {
        String answer =
                Raw.send(push.address(), "GET /ws/alerts" + query + " HTTP/1.1\r\nHost: x\r\n" + UPGRADE + "\r\n");

        assertRefused(answer, 400);
    }

    @ParameterizedTest
    @MethodSource("upgrades")
    void whatIsNoUpgradeIsRefusedWithWhatIsMissing(String request, int status, String header) throws Exception {
        String answer = Raw.send(push.address(), request);

        assertRefused(answer, status);
        assertThat(answer.toLowerCase(Locale.ROOT)).contains(header);
    }

    static Stream<Arguments> upgrades() {
        String get = "GET /ws/alerts HTTP/1.1\r\nHost: x\r\n";
        return Stream.of(
                arguments(get + "Connection: close\r\n\r\n", 426, "sec-websocket-version: 13"),
                arguments(get + "Connection: Upgrade\r\nUpgrade: h2c\r\n" + KEY + "\r\n", 426, "upgrade: websocket"),
                arguments(get + UPGRADE.replace("13", "8") + "\r\n", 426, "sec-websocket-version: 13"),
                arguments(get + UPGRADE.replace("Connection: Upgrade", "Connection: close") + "\r\n", 426, "upgrade"),
                arguments(get + UPGRADE.replace(KEY, "") + "\r\n", 400, "sec-websocket-key"),
                arguments(get + UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "") + "\r\n", 400, "sec-websocket-key"),
                arguments(get + UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "x!") + "\r\n", 400, "sec-websocket-key"),
                arguments(get + UPGRADE.replace("dGhlIHNhbXBsZSBub25jZQ==", "AAAA") + "\r\n", 400, "16 bytes"),
                arguments(get.replace("GET", "POST") + UPGRADE + "\r\n", 405, "allow: get"));
    }

    @Test
    void beforeTheStoreIsFoundItIs503() throws Exception {
        for (String id : Set.copyOf(vertx.deploymentIDs())) {
            vertx.undeploy(id).otherwiseEmpty().await(5, SECONDS);
        }
        push.store().goAway();
        PushVerticle lost = new PushVerticle(
                PushFixture.config(Duration.ofHours(1)), Tokens.authenticator(vertx, true), HttpListener.plain());
        vertx.deployVerticle(lost).await(5, SECONDS);

        String answer = Raw.send(
                Objects.requireNonNull(lost.http()), "GET /ws/alerts HTTP/1.1\r\nHost: x\r\n" + UPGRADE + "\r\n");

        assertRefused(answer, 503);
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("retry-after: 2");
    }

    private int status(@Nullable String origin) throws Exception {
        return Screen.attempt(vertx, push.address(), origin);
    }

    private static void assertRefused(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("application/problem+json");
        JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("detail")).isNotEmpty();
    }
}
