package dev.nocturne.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.PostgresExtension;
import dev.nocturne.testkit.ScreenTokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of a cluster behind the nginx configuration that is shipped. */
@ExtendWith(PostgresExtension.class)
class NginxIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
    /** No heartbeat comes in this time: only pings keep the connection. */
    private static final Duration QUIET = Duration.ofSeconds(8);

    @TempDir
    static Path dir;

    private static Cluster cluster;
    private static Nginx nginx;

    @BeforeAll
    static void open(DatabaseUri database) {
        Nginx.require();
        cluster = new Cluster(
                dir,
                database,
                List.of("store-a", "ingest-a", "push-a", "push-b"),
                name -> Cluster.Host.HERE,
                Map.of("push.ping", "1s", "push.drain", "4s", "http.proxies", "127.0.0.1"));
        cluster.complete();
        nginx = new Nginx(dir.resolve("nginx"), cluster, READ_TIMEOUT);
    }

    @AfterAll
    static void close() {
        if (nginx != null) {
            nginx.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aQuietClientStaysConnectedForLongerThanTheReadTimeout() throws IOException {
        stayThrough(nginx, QUIET);
    }

    /** Waits on purpose: that nothing happens in this time is what is tested. */
    static void stayThrough(Nginx nginx, Duration quiet) throws IOException {
        try (WebSocketScreen socket = new WebSocketScreen(nginx.push(), "");
                EventStreamScreen stream = new EventStreamScreen(nginx.push(), "")) {
            List<Screen> screens = List.of(socket, stream);
            await().atMost(SOON)
                    .until(() -> screens.stream()
                            .noneMatch(screen -> screen.notices("subscribed").isEmpty()));

            await().atMost(quiet.plus(SOON))
                    .pollInterval(200, MILLISECONDS)
                    .failFast(() ->
                            screens.stream().anyMatch(screen -> screen.end().isDone()))
                    .during(quiet)
                    .until(() ->
                            screens.stream().allMatch(screen -> screen.events().isEmpty()));
            long seq = post(nginx, "after a long silence");

            for (Screen screen : screens) {
                await().atMost(SOON).until(() -> screen.seqs().contains(seq));
                assertThat(screen.seqs()).containsExactly(seq);
            }
            assertThat(stream.comments()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void theAuditNamesTheClientAndNotTheProxy() throws Exception {
        URI alerts = nginx.push().resolve("/api/v1/alerts");
        HttpRequest request = HttpRequest.newBuilder(alerts)
                .header("authorization", "Bearer x.y.z")
                .header("x-forwarded-for", "203.0.113.9")
                .build();

        assertThat(Http.CLIENT.send(request, BodyHandlers.discarding()).statusCode())
                .isEqualTo(401);

        await().atMost(SOON)
                .until(() -> Stream.of("push-a", "push-b")
                        .flatMap(name -> cluster.node(name).output().stream())
                        .anyMatch(line -> line.contains("refused") && line.contains("address=\"203.0.113.9\"")));
    }

    @Test
    void aClientResumesThroughItWhereItWas() throws IOException {
        long first = post(nginx, "first");
        long second = post(nginx, "second");

        try (WebSocketScreen socket = new WebSocketScreen(nginx.push(), "since=" + (first - 1));
                EventStreamScreen stream = new EventStreamScreen(nginx.push(), "since=0", first - 1, SOON)) {
            for (Screen screen : List.of(socket, stream)) {
                await().atMost(SOON).until(() -> screen.lastSeq() >= second);
                assertThat(screen.seqs()).containsExactly(first, second);
            }
        }
    }

    @Test
    void aPushNodeBehindItIsDrainedAndItsClientsMissNothingOnTheOther() throws IOException {
        JsonNode now = Http.get(nginx.push().resolve("/api/v1/alerts")).json();
        long since = now.path("seq").asLong();
        String epoch = now.path("epoch").asText();
        List<URI> node = List.of(nginx.push());
        try (Watcher socket = Watcher.webSocket(node, since, epoch);
                Watcher stream = Watcher.eventStream(node, since, epoch);
                Sender sender = Sender.endless("drained", List.of(nginx.ingest()))) {
            for (String push : List.of("push-a", "push-b")) {
                awaitAcks(sender, 50);
                assertThat(cluster.node(push).stop()).isZero();
                awaitAcks(sender, 50);
                cluster.start(push);
            }
            sender.stop();

            long last = sender.ledger().lastSeq();
            assertThat(sender.refused()).isEmpty();
            for (Watcher watcher : List.of(socket, stream)) {
                await().atMost(SOON).until(() -> watcher.last() >= last);
                assertThat(watcher.events())
                        .extracting(event -> event.path("seq").asLong())
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(since + 1, last).boxed().toList());
                assertThat(Ledger.of(watcher.events()))
                        .isEqualTo(sender.ledger().promised());
                assertThat(watcher.ends()).isNotEmpty().isSubsetOf(1012, EventStreamScreen.ENDED);
            }
        }
    }

    @Test
    void theWallsOwnPageIsLetIn() throws IOException {
        try (Browser browser = new Browser();
                Browser.Tab tab = browser.open()) {
            Page page = openWall(tab);

            post(nginx, "for the wall");

            assertThat(page.locator("#problems").getByText("for the wall")).isVisible();
            assertThat(tab.complaints()).isEmpty();
        }
    }

    @Test
    void aWallShowsNoAlarmWhileEachPushNodeIsRestarted() throws IOException {
        try (Browser browser = new Browser();
                Browser.Tab tab = browser.open()) {
            Page page = openWall(tab);
            page.evaluate("window.states = [];"
                    + " new MutationObserver(() => window.states.push(document.body.dataset.state))"
                    + ".observe(document.body, { attributes: true, attributeFilter: ['data-state'] })");

            for (String push : List.of("push-a", "push-b")) {
                assertThat(cluster.node(push).stop()).isZero();
                post(nginx, "while " + push + " is away");
                assertThat(page.locator("#problems").getByText("while " + push + " is away"))
                        .isVisible();
                cluster.start(push);
                awaitBehindNginx(push);
            }

            assertThat(page.locator("#connection")).hasAttribute("data-state", "live");
            assertThat(List.copyOf((List<?>) page.evaluate("window.states.filter(state => state !== 'live')")))
                    .isEmpty();
            assertThat(page.locator("#outages li")).hasCount(0);
        }
    }

    /** It leaves a node out for some seconds that did not answer; the node logs what it refuses. */
    private static void awaitBehindNginx(String push) {
        URI alerts = nginx.push().resolve("/api/v1/alerts");
        await().atMost(SOON)
                .until(() -> Http.get(alerts, "x.y.z", SOON).status() == 401
                        && cluster.node(push).output().stream().anyMatch(line -> line.contains("refused")));
    }

    private static Page openWall(Browser.Tab tab) throws IOException {
        post(nginx, "the first of this site");
        tab.page().navigate(nginx.push() + "/?site=behind#token=" + ScreenTokens.ALL);
        assertThat(tab.page().locator("#connection")).hasAttribute("data-state", "live");
        return tab.page();
    }

    @Test
    void theLargestFilterThatIsPromisedPassesThroughIt() throws Exception {
        String sites = IntStream.range(0, 1_000)
                .mapToObj(i -> String.format("site=Kilimanjaro-%05d&", i))
                .collect(Collectors.joining());

        assertThat(statusFor("/api/v1/alerts?" + sites)).isEqualTo(200);
        assertThat(statusFor("/sse/alerts?" + sites + "token=" + ScreenTokens.ALL))
                .isEqualTo(200);
        assertThat(statusFor("/api/v1/alerts?" + sites + sites)).isEqualTo(414);
    }

    private static int statusFor(String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(nginx.push().resolve(path));
        if (!path.contains("token=")) {
            request.header("authorization", "Bearer " + ScreenTokens.ALL);
        }
        HttpResponse<InputStream> response = Http.CLIENT.send(request.build(), BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    @Test
    void aPageOfAnotherOriginIsNotLetIn() throws Exception {
        assertThat(statusForPageOf("http://foreign.example")).isEqualTo(403);
        assertThat(statusForPageOf("http://127.0.0.1:1")).isEqualTo(403);
        assertThat(statusForPageOf(nginx.push().toString())).isEqualTo(200);
    }

    private static int statusForPageOf(String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(nginx.push().resolve("/sse/alerts"))
                .header("origin", origin)
                .header("authorization", "Bearer " + ScreenTokens.ALL)
                .build();
        HttpResponse<InputStream> response = Http.CLIENT.send(request, BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    private static void awaitAcks(Sender sender, int more) {
        int acked = sender.ledger().size();
        await().atMost(SOON).until(() -> sender.ledger().size() >= acked + more);
    }

    private static long post(Nginx nginx, String message) throws IOException {
        String alert = "{\"site\":\"behind\",\"severity\":\"high\",\"message\":\"" + message + "\"}";
        Http.Answer answer = Http.post(nginx.ingest().resolve("/internal/alerts"), alert);
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().path("seq").asLong();
    }
}
