package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.ZabbixSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllInOneIT {
    private static final Set<String> NO_ALERTS = Set.of("raw_macros_internal_event", "raw_macros_test_button");

    @TempDir
    static Path dataDir;

    private static NocturneProcess nocturne;
    private static URI alerts;

    @BeforeAll
    static void start() {
        nocturne = NocturneProcess.all(dataDir);
        alerts = nocturne.url("ingest").resolve("/internal/alerts");
    }

    @AfterAll
    static void stop() {
        nocturne.close();
    }

    @Test
    void whatZabbixSendsIsStoredOnceAndEveryReaderTellsTheSame() throws IOException {
        long before = Http.events(push()).size();
        Ledger ledger = new Ledger();
        for (String sample : samples()) {
            Http.Answer first = Http.post(alerts, ZabbixSamples.body(sample));
            Http.Answer repeat = Http.post(alerts, ZabbixSamples.body(sample));

            assertThat(first.status()).as(sample).isEqualTo(201);
            assertThat(repeat.status()).as(sample).isEqualTo(200);
            assertThat(repeat.json()).as(sample).isEqualTo(first.json());
            ledger.write(first.json());
        }

        List<JsonNode> feed = Http.events(push());
        assertThat(Ledger.of(feed.subList((int) before, feed.size()))).isEqualTo(ledger.promised());
        assertThat(Ledger.of(feed).keySet()).containsExactlyElementsOf(numbers(feed.size()));
        assertThat(currentAlerts()).isEqualTo(newestOfEach(feed));
        try (Screen screen = new WebSocketScreen(push(), "since=0")) {
            await().atMost(30, SECONDS).until(() -> screen.seqs().size() >= feed.size());
            assertThat(screen.events()).isEqualTo(feed);
        }
    }

    @Test
    void whatIsNoAlertIsRefusedAndATestButtonIsAnsweredWithSuccess() throws IOException {
        Http.Answer internal = Http.post(alerts, ZabbixSamples.body("raw_macros_internal_event"));
        Http.Answer testButton = Http.post(alerts, ZabbixSamples.body("raw_macros_test_button"));

        assertThat(internal.status()).isEqualTo(400);
        assertThat(fields(internal)).contains("event_source");
        assertThat(testButton.status()).isEqualTo(200);
        assertThat(testButton.json().path("test").asBoolean()).isTrue();
    }

    @Test
    void aStormThatArrivesInParallelAndBackwardsLeavesEveryProblemResolved() throws Exception {
        List<String> storm = new ArrayList<>(ZabbixSamples.storm());
        Collections.reverse(storm);
        List<Thread> posts = new ArrayList<>();
        List<Http.Answer> answers = Collections.synchronizedList(new ArrayList<>());
        try (Screen screen = new WebSocketScreen(push(), "")) {
            for (int lane = 0; lane < 16; lane++) {
                int first = lane;
                Thread thread = new Thread(() -> postEvery(storm, first, 16, answers));
                thread.start();
                posts.add(thread);
            }
            for (Thread post : posts) {
                post.join();
            }

            assertThat(answers).hasSize(storm.size()).allMatch(answer -> answer.status() == 201);
            await().atMost(30, SECONDS).until(() -> screen.seqs().size() >= storm.size());
            Map<String, JsonNode> newest = newestOfEach(screen.events());
            assertThat(newest).hasSize(storm.size() / 2);
            assertThat(newest.values())
                    .allMatch(alert -> alert.path("status").asText().equals("resolved"));
        }
    }

    @Test
    void thePrintedLineWorksAsItIsAlsoWhereTheKeyOfScreensIsConfigured() {
        String line = nocturne.output().stream()
                .filter(text -> text.startsWith("  curl "))
                .findFirst()
                .orElseThrow();

        assertThat(Shell.run("bash", "-c", line)).contains("\"seq\":");
    }

    @Test
    void theReadyNodeAnswersItsHealthAndItsMetrics() throws IOException {
        URI management = nocturne.url("management");

        assertThat(Http.get(management.resolve("/health/live")).status()).isEqualTo(200);
        assertThat(Http.get(management.resolve("/health/ready")).status()).isEqualTo(200);
        assertThat(Http.get(management.resolve("/metrics")).status()).isEqualTo(200);
    }

    @Test
    void openStreamsAreAmongTheMetricsAndNoRequestIsReset() throws Exception {
        String open = "nocturne_push_connections{kind=\"websocket\"} ";
        try (Screen screen = new WebSocketScreen(push(), "")) {
            await().atMost(10, SECONDS).until(() -> metrics().contains(open + "1.0\n"));
            assertThat(metrics()).contains("nocturne_push_connections{kind=\"eventstream\"} 0.0\n");
            assertThat(screen.end()).isNotDone();
        }
        await().atMost(10, SECONDS).until(() -> metrics().contains(open + "0.0\n"));
        assertThat(metrics()).doesNotContain("vertx_http_server_request_resets_total{");
    }

    private static String metrics() throws Exception {
        URI metrics = nocturne.url("management").resolve("/metrics");
        return Http.CLIENT
                .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
    }

    private static URI push() {
        return nocturne.url("push");
    }

    private static List<String> samples() {
        return ZabbixSamples.names().stream()
                .filter(name -> !NO_ALERTS.contains(name))
                .toList();
    }

    private static void postEvery(List<String> bodies, int first, int step, List<Http.Answer> answers) {
        try {
            for (int i = first; i < bodies.size(); i += step) {
                answers.add(Http.post(alerts, bodies.get(i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every alert as REST lists it, by id. */
    private static Map<String, JsonNode> currentAlerts() throws IOException {
        Map<String, JsonNode> listed = new HashMap<>();
        String before = "";
        do {
            Http.Answer page = Http.get(push().resolve("/api/v1/alerts?limit=100" + before));
            page.json()
                    .path("alerts")
                    .forEach(alert -> listed.put(alert.path("id").asText(), alert));
            String next = page.json().path("next").asText("");
            before = next.isEmpty() ? "" : "&before=" + next;
        } while (!before.isEmpty());
        return listed;
    }

    private static Map<String, JsonNode> newestOfEach(List<JsonNode> feed) {
        Map<String, JsonNode> newest = new HashMap<>();
        feed.forEach(event -> newest.put(event.path("id").asText(), event));
        return newest;
    }

    private static List<Long> numbers(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<String> fields(Http.Answer problem) {
        return StreamSupport.stream(problem.json().path("errors").spliterator(), false)
                .map(error -> error.path("field").asText())
                .toList();
    }
}
