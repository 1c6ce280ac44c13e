package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.auth.Scope;
import dev.nocturne.bus.StoreRoutes.AlertQuery;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import dev.nocturne.model.Status;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class RestApiTest {
    private static final String ALERTS = "/api/v1/alerts";
    private static final String EVENTS = "/api/v1/events";
    private static final String GOOD = "{\"site\":\"Mara\",\"severity\":\"high\",\"message\":\"m\",\"sourceId\":\"7\"}";

    private PushFixture push;
    private RestClient rest;
    private StoreStub store;
    private String token;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        token = Tokens.of(
                vertx,
                "duty",
                Set.of(Scope.ALERTS_READ, Scope.ALERTS_WRITE),
                List.of(Sites.EVERY),
                Duration.ofHours(1));
        push = PushFixture.deploy(vertx, Duration.ofHours(1));
        rest = new RestClient(push.address());
        store = push.store();
    }

    @Test
    void alertsArePassedOnAsTheStoreWroteThemWithThePlaceToGoOn() throws Exception {
        HttpResponse<String> response = get(ALERTS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("{\"epoch\":\"" + store.epoch()
                        + "\",\"seq\":3,\"alerts\":[{\"seq\":3},{\"seq\":1}],\"next\":\"" + StoreStub.KNOWN + "\"}");
        assertThat(store.queries()).containsExactly(new AlertQuery(null, Sites.ALL, Severity.UNCLASSIFIED, null, 100));
    }

    @Test
    void everyFilterReachesTheStore() throws Exception {
        get(ALERTS + "?status=open&site=Tanzania&site=Mara&severity=4&limit=500&before=" + StoreStub.KNOWN);

        assertThat(store.queries())
                .containsExactly(new AlertQuery(
                        Status.OPEN,
                        new Sites(false, Set.of("Kilimanjaro", "Serengeti", "Mara")),
                        Severity.HIGH,
                        StoreStub.KNOWN,
                        500));
    }

    @Test
    void oneAlertComesWithItsHistory() throws Exception {
        assertThat(get(ALERTS + "/" + StoreStub.KNOWN).body())
                .isEqualTo("{\"alert\":{\"seq\":3},\"events\":[{\"seq\":1},{\"seq\":3}]}");
    }

    @Test
    void eventsAreReadAsPagesUntilTheHead() throws Exception {
        store.publish(5);

        JsonObject page = json(get(EVENTS + "?since=1&limit=2"));
        JsonObject last = json(get(EVENTS + "?since=3&limit=2"));

        assertThat(page.getInteger("seq")).isEqualTo(5);
        assertThat(seqs(page)).containsExactly(2, 3);
        assertThat(page.getInteger("next")).isEqualTo(3);
        assertThat(seqs(last)).containsExactly(4, 5);
        assertThat(last.containsKey("next")).isFalse();
    }

    @Test
    void aFilteredPageMayBeEmptyAndYetHaveANextOne() throws Exception {
        store.publish(2);
        store.publish("Mara", Severity.CRITICAL);

        JsonObject page = json(get(EVENTS + "?site=Mara&limit=2"));

        assertThat(page.getJsonArray("events")).isEmpty();
        assertThat(page.getInteger("next")).isEqualTo(2);
        assertThat(seqs(json(get(EVENTS + "?site=Mara&since=2")))).containsExactly(3);
    }

    @Test
    void eventsThatPassedRetentionAre410WithTheFirstThatIsKept() throws Exception {
        store.publish(5);
        store.drop(3);

        assertThat(problem(get(EVENTS + "?since=1"), 410).getInteger("first")).isEqualTo(4);
        assertThat(seqs(json(get(EVENTS + "?since=3")))).containsExactly(4, 5);
    }

    @Test
    void aPostedAlertIs201WithItsPlaceAndItsRepeat200() throws Exception {
        HttpResponse<String> first = post(ALERTS, "application/json; charset=UTF-8", GOOD);
        HttpResponse<String> second = post(ALERTS, "Application/JSON", GOOD);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("location")).contains(ALERTS + "/" + StoreStub.KNOWN);
        assertThat(json(first).getString("id")).isEqualTo(StoreStub.KNOWN.toString());
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(store.appended()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.CREATED);
            assertThat(event.snapshot().location().site()).isEqualTo("Mara");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "status=closed, status", "limit=0, limit", "limit=501, limit", "limit=x, limit", "limit=1&limit=2, limit",
        "before=7, before", "severity=fatal, severity", "site=, site", "sites=Mara, sites", "since=1, since"
    })
    void aBadQueryForAlertsIsNamed(String query, String field) throws Exception {
        assertNamed(get(ALERTS + "?" + query), field);
    }

    @ParameterizedTest
    @CsvSource({
        "since=-1, since",
        "since=x, since",
        "since=9223372036854775808, since",
        "limit=0, limit",
        "limit=1001, limit",
        "severity=6, severity",
        "status=open, status",
        "site=%20, site"
    })
    void aBadQueryForEventsIsNamed(String query, String field) throws Exception {
        assertNamed(get(EVENTS + "?" + query), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"since=%zz", "%", "since=%"})
    void aQueryThatCannotBeDecodedIs400(String query) throws Exception {
        String answer =
                Raw.send(push.address(), "GET " + EVENTS + "?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "x", "1-2-3-4-5", "%D9%A3", "00000000-0000-0007-0000-00000000000g"})
    void anIdThatIsNoneIs400(String id) throws Exception {
        assertNamed(get(ALERTS + "/" + id), "id");
    }

    @Test
    void anUnknownIdIs404() throws Exception {
        problem(get(ALERTS + "/00000000-0000-0000-0000-000000000001"), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{}", "{\"site\":7}", "{\"event_id\":\"1\"}"})
    void aBadBodyIs400(String body) throws Exception {
        problem(post(ALERTS, "application/json", body), 400);
        assertThat(store.appended()).isEmpty();
    }

    @Test
    void aBodyOfAnotherTypeIs415AndOneOverTheLimit413() throws Exception {
        problem(post(ALERTS, "text/plain", GOOD), 415);
        problem(post(ALERTS, "application/json", " ".repeat(10_001)), 413);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/alerts, 'GET, HEAD, POST'",
        "PUT, /api/v1/alerts/00000000-0000-0007-0000-000000000007, 'GET, HEAD'",
        "POST, /api/v1/events, 'GET, HEAD'"
    })
    void anotherMethodIs405AndToldWhichAreTaken(String method, String path, String allowed) throws Exception {
        HttpResponse<String> response = rest.send(request(path).method(method, BodyPublishers.noBody()));

        problem(response, 405);
        assertThat(response.headers().firstValue("allow")).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/v2/alerts", "/api/v1/alert", "/wall/nothing.js", "/wall/../pom.xml", "/x"})
    void anotherPathIs404(String path) throws Exception {
        problem(get(path), 404);
    }

    @Test
    void aListedPageMayReadAndAForeignOneMayNot() throws Exception {
        HttpResponse<String> listed = rest.send(request(ALERTS).header("origin", "https://wall.example"));
        HttpResponse<String> foreign = rest.send(request(ALERTS).header("origin", "https://evil.example"));
        HttpResponse<String> preflight = rest.send(request(ALERTS)
                .header("origin", "https://wall.example")
                .header("access-control-request-method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(listed.headers().firstValue("access-control-allow-origin")).contains("https://wall.example");
        problem(foreign, 403);
        assertThat(foreign.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(preflight.statusCode()).isEqualTo(204);
    }

    @Test
    void everyWrongParameterIsNamedAtOnce() throws Exception {
        HttpResponse<String> response =
                get(ALERTS + "?status=closed&limit=0&before=7&severity=fatal&site=&sites=Mara&limit=%D9%A3&x=%ff");

        assertThat(problem(response, 400).getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("field")))
                .contains("status", "limit", "before", "severity", "site", "sites", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {ALERTS, EVENTS, ALERTS + "/", ALERTS + "/00000000-0000-0007-0000-000000000007"})
    void aReadCanBeAskedForItsHeadOnly(String path) throws Exception {
        HttpResponse<String> head = rest.send(request(path).method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(get(path).statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    @Test
    void twoAuthorizationHeadersAre400() throws Exception {
        problem(rest.send(request(ALERTS).header("authorization", "Bearer x")), 400);
    }

    @Test
    void aCompressedBodyIs415() throws Exception {
        HttpResponse<String> response = rest.send(request(ALERTS)
                .header("content-type", "application/json")
                .header("content-encoding", "gzip")
                .POST(BodyPublishers.ofString("{}")));

        problem(response, 415);
    }

    @Test
    void theAsyncApiDocumentIsServed() throws Exception {
        assertThat(json(get("/api/asyncapi.json")).getString("asyncapi")).startsWith("3.");
    }

    @Test
    void withoutAStoreItIs503() throws Exception {
        store.goAway();

        HttpResponse<String> response = get(ALERTS);

        problem(response, 503);
        assertThat(response.headers().firstValue("retry-after")).contains("2");
    }

    @ParameterizedTest
    @CsvSource({"/, text/html", "/wall/index.html, text/html", "/wall/main.js, javascript", "/wall/wall.css, text/css"})
    void theWallIsServedAndMayRunNothingFromElsewhere(String path, String type) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElse("")).contains(type);
        assertThat(response.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'self'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return rest.send(request(path));
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return rest.send(request(path).header("content-type", type).POST(BodyPublishers.ofString(body, UTF_8)));
    }

    private HttpRequest.Builder request(String path) {
        return rest.request(path, token);
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return new JsonObject(response.body());
    }

    private static List<Integer> seqs(JsonObject page) {
        return page.getJsonArray("events").stream()
                .map(event -> ((JsonObject) event).getInteger("seq"))
                .toList();
    }

    private static void assertNamed(HttpResponse<String> response, String field) {
        assertThat(problem(response, 400)
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo(field);
    }

    private static JsonObject problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.body()).doesNotContain("Exception", "\tat ", "io.vertx");
        return new JsonObject(response.body());
    }
}
