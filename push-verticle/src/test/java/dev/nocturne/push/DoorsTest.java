package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nocturne.auth.Scope;
import dev.nocturne.bus.StoreRoutes.AlertQuery;
import dev.nocturne.model.Sites;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who is let in by the push port and how they may ask, octet by octet. */
@ExtendWith(VertxExtension.class)
class DoorsTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String LISTED = "Origin: https://wall.example\r\n";

    private Vertx vertx;
    private PushFixture push;

    @BeforeEach
    void deploy(Vertx fresh) throws Exception {
        vertx = fresh;
        push = PushFixture.deploy(vertx, Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep-alive, Upgrade            | websocket           | 13    | 101",
                "Upgrade, keep-alive            | WebSocket           | 13    | 101",
                "keep-alive;Connection: UPGRADE | websocket           | 13    | 101",
                "upgrade,close                  | h2c, websocket      | 13    | 101",
                "Upgrade                        | h2c;Upgrade: websocket | 13 | 101",
                "keep-alive                     | websocket           | 13    | 426",
                "no-upgrade                     | websocket           | 13    | 426",
                "Upgrade                        | websockets          | 13    | 426",
                "Upgrade                        | websocket           | 8     | 426",
                "Upgrade                        | websocket           | 13, 8 | 426"
            })
    void theHeadersOfAnUpgradeAreReadAsLists(String connection, String upgrade, String version, int status)
            throws Exception {
        String answer = raw("GET /ws/echo HTTP/1.1\r\nHost: localhost\r\nConnection: " + connection.replace(";", "\r\n")
                + "\r\nUpgrade: " + upgrade.replace(";", "\r\n") + "\r\nSec-WebSocket-Version: " + version + "\r\n"
                + KEY
                + "\r\n");

        assertThat(answer).startsWith("http/1.1 " + status + " ");
    }

    @Test
    void twoKeysAreNoKey() throws Exception {
        assertThat(raw("GET /ws/echo HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\n" + KEY + KEY + "\r\n"))
                .startsWith("http/1.1 400 ");
    }

    @ParameterizedTest
    @CsvSource({
        "text/event-stream, 200",
        "'TEXT/*;q=0.1', 200",
        "text/event-stream;q=0, 406",
        "'text/event-stream;q=0, */*', 406",
        "application/json, 406"
    })
    void anEventStreamIsSentToWhoTakesIt(String accept, int status) throws Exception {
        assertThat(get("/sse/alerts", "Accept: " + accept + "\r\n")).startsWith("http/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sse/alerts",
                "/sse/alerts?site=Mara",
                "/sse/alerts/",
                "/api/v1/alerts",
                "/api/v1/alerts/00000000-0000-0007-0000-000000000007",
                "/api/v1/events",
                "/api/v1/tickets",
                "/api/asyncapi.json"
            })
    void everyPathThatAPageMayReadAnswersItsPreflight(String path) throws Exception {
        String ask = "OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nAccess-Control-Request-Method: GET\r\n"
                + "Access-Control-Request-Headers: authorization,last-event-id\r\n";

        String listed = raw(ask + LISTED + "\r\n");
        String foreign = raw(ask + "Origin: https://evil.example\r\n\r\n");

        assertThat(listed)
                .startsWith("http/1.1 204 ")
                .contains("access-control-allow-origin: https://wall.example\r\n")
                .contains("authorization", "content-type", "last-event-id", "idempotency-key")
                .containsPattern("vary: origin\\b");
        assertThat(foreign).startsWith("http/1.1 403 ").doesNotContain("access-control-allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sse/alerts?sites=x", "/api/v1/alerts?sites=x", "/api/v1/nothing"})
    void aListedPageMayReadWhyItIsRefused(String path) throws Exception {
        assertThat(get(path, LISTED))
                .startsWith("http/1.1 4")
                .contains("access-control-allow-origin: https://wall.example\r\n", "vary: origin\r\n");
        assertThat(get(path, "")).contains("vary: origin\r\n").doesNotContain("access-control-allow");
    }

    @Test
    void twoOriginsAreNone() throws Exception {
        assertThat(get("/sse/alerts", LISTED + LISTED)).startsWith("http/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/echo/", "/sse/alerts/", "/api/v1/alerts/", "/wall/main.js"})
    void aSlashAtTheEndMakesNoOtherPath(String path) throws Exception {
        assertThat(get(path, "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + KEY))
                .doesNotStartWith("http/1.1 404 ");
    }

    @Test
    void theQueryIsUtf8EscapedOrNot() throws Exception {
        get("/api/v1/alerts?site=São", "");
        get("/api/v1/alerts?site=S%C3%A3o", "");

        assertThat(push.store().queries())
                .extracting(AlertQuery::sites)
                .containsExactly(new Sites(false, Set.of("São")), new Sites(false, Set.of("São")));
    }

    @ParameterizedTest
    @MethodSource
    void aQueryThatIsNoTextIs400ByName(String path, String query) throws Exception {
        assertThat(get(path + "?" + query, "Accept: */*\r\n"))
                .startsWith("http/1.1 400 ")
                .contains("\"field\":\"" + query.substring(0, query.indexOf('=')) + "\"");
    }

    static Stream<Arguments> aQueryThatIsNoTextIs400ByName() {
        return Stream.of("/api/v1/alerts", "/api/v1/events", "/sse/alerts")
                .flatMap(path -> Stream.of("site=%ff", "site=%c0%af", "site=%", "site=%zz", "site=%00", "limits=%D9%A3")
                        .map(query -> Arguments.of(path, query)));
    }

    @Test
    void aStreamTellsEverythingThatIsWrongAtOnce() throws Exception {
        String answer = get("/sse/alerts?since=x&severity=fatal&sites=Mara&epoch=1", "Last-Event-ID: ٣\r\n");

        JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(problem.getJsonArray("errors").stream().map(error -> ((JsonObject) error).getString("field")))
                .containsExactlyInAnyOrder("since", "severity", "sites", "epoch", "last-event-id");
    }

    @Test
    void theLargestFilterThatIsPromisedFitsIntoARequestWithTheLargestToken() throws Exception {
        String sites = IntStream.range(0, 1_000)
                .mapToObj(i -> String.format("site=Kilimanjaro-%05d&", i))
                .collect(Collectors.joining());
        String token = Tokens.of(vertx, "s", Set.of(Scope.ALERTS_READ), manySites(), Duration.ofHours(1));

        assertThat(token.length()).isBetween(7_900, 8 * 1_024);
        assertThat(get("/sse/alerts?" + sites + "token=" + token, "")).startsWith("http/1.1 200 ");
        assertThat(get("/api/v1/events?" + sites, "Authorization: Bearer " + token + "\r\n"))
                .startsWith("http/1.1 200 ");
        assertThat(get("/api/v1/events?" + sites + sites, "")).startsWith("http/1.0 414 ");
    }

    private static List<String> manySites() {
        return IntStream.range(0, 372)
                .mapToObj(i -> String.format("Serengeti-%03d", i))
                .toList();
    }

    @Test
    void whoHasAskedAndClosedItsHalfIsAnswered() throws Exception {
        String token = Tokens.of(vertx, "duty", Set.of(Scope.ALERTS_WRITE), List.of("*"), Duration.ofHours(1));
        String body = "{\"site\":\"Mara\",\"severity\":\"high\",\"message\":\"m\"}";
        try (Socket socket = new Socket(push.address().host(), push.address().port())) {
            socket.setSoTimeout(5_000);
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

    @Test
    void whatStrangersSendCostsNoMoreThanALineEachAtABoundedRate() throws Exception {
        Logger audit = (Logger) LoggerFactory.getLogger("audit");
        audit.setLevel(Level.INFO);
        audit.setAdditive(false);
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        audit.addAppender(log);
        List<String> requests = List.of(
                "GET /% HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /wall/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/v1/alerts?site=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /api/v1/alerts HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
                "POST /wall/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
                "GET /api/v1/alerts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n\r\n");
        for (int i = 0; i < 50; i++) {
            for (String request : requests) {
                raw(request);
            }
        }
        root.detachAppender(log);
        audit.detachAppender(log);
        audit.setAdditive(true);
        audit.setLevel(null);

        assertThat(log.list)
                .allMatch(event -> event.getThrowableProxy() == null)
                .hasSizeLessThan(150);
    }

    private String get(String path, String headers) throws Exception {
        return raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    /** In lower case, as names of headers have none. */
    private String raw(String request) throws Exception {
        String answer = Raw.send(push.address(), request);
        int body = answer.indexOf("\r\n\r\n");
        return body < 0 ? answer : answer.substring(0, body).toLowerCase(Locale.ROOT) + answer.substring(body);
    }
}
