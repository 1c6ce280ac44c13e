package dev.nocturne.ingest;

import static dev.nocturne.ingest.IngestClient.GOOD;
import static dev.nocturne.ingest.IngestClient.JSON;
import static dev.nocturne.ingest.IngestClient.MAX_BODY;
import static dev.nocturne.ingest.IngestClient.PATH;
import static dev.nocturne.ingest.IngestClient.problem;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.nocturne.testkit.ZabbixSamples;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives, the answer names what is wrong, nothing is stored, and the next good request is served. */
@ExtendWith(VertxExtension.class)
class BadInputTest {
    private static final String AUTHORIZED = "authorization: Bearer " + IngestClient.TOKEN + "\r\n";

    private StoreStub store;
    private IngestClient client;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        store = new StoreStub(vertx);
        client = IngestClient.deploy(vertx, Duration.ofSeconds(1), 10);
    }

    @AfterEach
    void nothingWasStoredAndTheNextGoodRequestIsServed() throws Exception {
        assertThat(store.events()).isEmpty();
        assertThat(client.post(GOOD).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("bodies")
    void aBadBodyIs400AndSaysWhy(String body, String why) throws Exception {
        HttpResponse<String> response = client.post(body);

        problem(response, 400);
        assertThat(response.body()).contains(why);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("", "the body is empty"),
                arguments(" \r\n\t", "the body is empty"),
                arguments("null", "must be a JSON object, or an array"),
                arguments("17", "must be a JSON object, or an array"),
                arguments("true", "must be a JSON object, or an array"),
                arguments("\"text\"", "must be a JSON object, or an array"),
                arguments("[]", "1 to 1000 alerts, has 0"),
                arguments("[null]", "\"[0]\""),
                arguments("[[" + GOOD + "]]", "\"[0]\""),
                arguments("[" + "{},".repeat(1000) + "{}]", "1 to 1000 alerts, has 1001"),
                arguments("{", "not JSON at line 1"),
                arguments("{\"site\":\"A\" \"severity\":1}", "not JSON at line 1"),
                arguments(GOOD + GOOD, "not one JSON value"),
                arguments("site=A&severity=high", "not JSON"),
                arguments("<alert/>", "not JSON"),
                arguments(GOOD.replace("{", "{\"site\":\"B\","), "Duplicate field"),
                arguments("[".repeat(50_000), "depth"),
                arguments("{\"a\":".repeat(10_000), "depth"),
                arguments("{\"n\":" + "9".repeat(2_000) + "}", "not JSON"),
                arguments("{}", "\"site\""),
                arguments(GOOD.replace("}", ",\"colour\":\"red\"}"), "colour"),
                arguments(ZabbixSamples.body("raw_macros_internal_event"), "\"event_source\""),
                arguments(zabbix("event_id", "24654x"), "digits only"),
                arguments(zabbix("event_id", 24654.5), "digits only"),
                arguments(zabbix("event_id", 1e19), "digits only"),
                arguments(zabbix("event_id", "\u0661"), "digits only"),
                arguments(zabbix("event_id", "{EVENTID}"), "was not replaced by its sender"),
                arguments(zabbix("event_id", "{EVENT.ID}"), "\"event_id\""),
                arguments(zabbix("event_id", null), "\"event_id\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff",
                "\u00c0\u00af",
                "\u00e0\u0080\u00af",
                "\u00c3(",
                "\u00ed\u00a0\u0080",
                "\u00c0\u0080",
                "\u00f5\u0080\u0080\u0080"
            })
    void aBodyThatIsNotUtf8Is400(String octets) throws Exception {
        byte[] body = GOOD.replace("\"m\"", '"' + octets + '"').getBytes(ISO_8859_1);

        problem(client.post(PATH, JSON, body), 400);
    }

    @Test
    void aBodyOverTheLimitIs413WithOrWithoutItsLengthToldBefore() throws Exception {
        byte[] body = " ".repeat(MAX_BODY + 1).getBytes(UTF_8);

        problem(client.post(PATH, JSON, body), 413);
        problem(
                client.send(client.request(PATH)
                        .header("content-type", JSON)
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))),
                413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "*/*", "json", "/"})
    void anotherContentTypeIs415(String type) throws Exception {
        assertThat(problem(client.post(PATH, type, GOOD.getBytes(UTF_8)), 415).getString("detail"))
                .contains("application/json");
    }

    @Test
    void aMultipartBodyIs415() throws Exception {
        problem(client.post(PATH, "multipart/form-data", GOOD.getBytes(UTF_8)), 415);
        problem(client.post(PATH, "multipart/form-data; boundary=x", GOOD.getBytes(UTF_8)), 415);
    }

    @Test
    void noContentTypeIs415() throws Exception {
        problem(client.send(client.request(PATH).POST(BodyPublishers.ofString(GOOD))), 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"})
    void anotherMethodIs405AndToldWhichIsTaken(String method) throws Exception {
        HttpResponse<String> response = client.send(method, PATH);

        problem(response, 405);
        assertThat(response.headers().firstValue("allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/internal",
                "/internal/alerts/1",
                "/internal/alert",
                "/..%2f..%2fetc",
                "/internal/caf%C3%A9"
            })
    void anotherPathIs404(String path) throws Exception {
        problem(client.post(path, JSON, GOOD.getBytes(UTF_8)), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/%00", "/%ff", "/internal/%c0%af", "/internal/alerts%"})
    void aPathThatIsNoTextIs400(String path) throws Exception {
        assertRefused(client.raw("POST " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"), 400);
    }

    @ParameterizedTest
    @CsvSource({
        "source=",
        "source=%20",
        "source=a%00b",
        "source=%zz",
        "source=%",
        "source=a&source=b",
        "sorce=a",
        "source=%ff",
        "source=%c0%af"
    })
    void aBadSourceInTheQueryIs400(String query) throws Exception {
        String path = PATH + "?" + query;
        String body = ZabbixSamples.body("problem");

        assertRefused(
                client.raw(
                        "POST " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + AUTHORIZED + "content-type: "
                                + JSON + "\r\ncontent-length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body),
                400);
        problem(client.post(PATH + "?source=" + "x".repeat(65), JSON, body.getBytes(UTF_8)), 400);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void whatIsNotHttpIsAnsweredAsAProblemAndTheConnectionIsClosed(String request, int status) throws Exception {
        assertRefused(client.raw(request), status);
    }

    static Stream<Arguments> requests() {
        String post = "POST " + PATH + " HTTP/1.1\r\nhost: x\r\ncontent-type: " + JSON + "\r\n";
        return Stream.of(
                arguments("GARBAGE\r\n\r\n", 400),
                arguments("\u0001\u0002\r\n\r\n", 400),
                arguments("POST " + PATH + " HTTP/1.1\r\nhost: x\r\nno colon\r\n\r\n", 400),
                arguments(post + "content-length: -1\r\n\r\n", 400),
                arguments(post + "content-length: 1\r\ncontent-length: 2\r\n\r\n{}", 400),
                arguments(post + "content-length: x\r\n\r\n", 400),
                arguments(post + "x: " + "y".repeat(40_000) + "\r\n\r\n", 431),
                arguments("POST /" + "x".repeat(40_000) + " HTTP/1.1\r\nhost: x\r\n\r\n", 414));
    }

    @Test
    void aMisspeltParameterIsNamedBesideTheKnownOnes() throws Exception {
        HttpResponse<String> response = client.post(PATH + "?sorce=a&x=%C3%A9", JSON, GOOD.getBytes(UTF_8));

        assertThat(problem(response, 400).getJsonArray("errors").encode())
                .contains(
                        "{\"field\":\"sorce\",\"detail\":\"is not a parameter; known are source\"}", "\"field\":\"x\"");
    }

    @Test
    void aChunkThatIsNoChunkIs400AndStoresNothing() throws Exception {
        assertRefused(
                client.raw(
                        "POST " + PATH + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n" + AUTHORIZED + "content-type: "
                                + JSON + "\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n" + GOOD + "\r\n0\r\n\r\n"),
                400);
    }

    private static void assertRefused(String answer, int status) {
        assertThat(answer)
                .containsPattern("^HTTP/1\\.[01] " + status + " ")
                .contains("content-type: application/problem+json");
        JsonObject problem = new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(answer).doesNotContain("Exception", "\tat ", "dev.nocturne");
    }

    private static String zabbix(String field, @Nullable Object value) {
        return new JsonObject(ZabbixSamples.body("problem")).put(field, value).encode();
    }
}
