package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.ScreenTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An alert of two sites, as those see it who may see both, one or none of them. */
class SitesIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    static Path dataDir;

    private static NocturneProcess nocturne;
    private static String alert;

    @BeforeAll
    static void start() throws IOException {
        nocturne = NocturneProcess.launch(
                        "all", dataDir, Map.of("push.heartbeat", "200ms", "site.groups", "Finland=HEL1,TMP1"))
                .awaitReady();
        post("\"site\":\"OSL1\"");
        alert = post("\"sites\":[\"HEL1\",\"STO2\"]");
        post("\"site\":\"OSL1\"");
    }

    @AfterAll
    static void stop() {
        nocturne.close();
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "*, site=HEL1&site=STO2, true",
        "*, site=Finland&site=STO2, true",
        "*, site=HEL1, true",
        "*, site=STO2, true",
        "*, site=Finland, true",
        "*, site=OSL1, false",
        "HEL1, '', true",
        "STO2, site=HEL1&site=STO2, true",
        "STO2, site=HEL1, false",
        "HEL1 STO2, '', true",
        "HEL1 STO2, site=OSL1, false",
        "Finland, '', true",
        "OSL1, '', false",
        "OSL1, site=HEL1&site=STO2, false",
    })
    void isListedOnceOrNotAtAll(String sites, String query, boolean sees) throws IOException {
        String token = ScreenTokens.reader(sites.split(" "));
        JsonNode alerts = get("/api/v1/alerts?" + query, token).json().path("alerts");
        JsonNode open = get("/api/v1/alerts?status=open&" + query, token).json().path("alerts");
        JsonNode events = get("/api/v1/events?since=0&" + query, token).json().path("events");

        for (JsonNode list : List.of(alerts, open, events)) {
            assertThat(list.isArray()).isTrue();
            assertThat(ids(list).stream().filter(alert::equals)).hasSize(sees ? 1 : 0);
        }
        boolean mayEver = !sites.equals("OSL1");
        assertThat(get("/api/v1/alerts/" + alert, token).status()).isEqualTo(mayEver ? 200 : 404);
    }

    @Test
    void isOnEachEventStreamOnceThatMaySeeOneOfItsSitesAndAsks() throws IOException {
        URI push = nocturne.url("push");
        String all = ScreenTokens.ALL;
        List<EventStreamScreen> see = List.of(
                EventStreamScreen.as(all, push, "site=HEL1&site=STO2"),
                EventStreamScreen.as(all, push, "site=Finland&site=STO2"),
                EventStreamScreen.as(all, push, "site=HEL1"),
                EventStreamScreen.as(ScreenTokens.reader("STO2"), push, ""),
                EventStreamScreen.as(ScreenTokens.reader("HEL1", "STO2"), push, ""));
        List<EventStreamScreen> doNot = List.of(
                EventStreamScreen.as(all, push, "site=OSL1"),
                EventStreamScreen.as(ScreenTokens.reader("STO2"), push, "site=HEL1"),
                EventStreamScreen.as(ScreenTokens.reader("OSL1"), push, "site=HEL1&site=STO2"));
        List<EventStreamScreen> screens = new ArrayList<>(see);
        screens.addAll(doNot);
        try {
            screens.forEach(screen -> await().atMost(SOON)
                    .until(() -> !screen.notices("subscribed").isEmpty()));

            String live = post("\"sites\":[\"HEL1\",\"STO2\"]");
            long seq = seqOf(live);

            screens.forEach(screen -> await().atMost(SOON).until(() -> isAt(screen, seq)));
            assertThat(see).allSatisfy(screen -> assertThat(screen.seqs()).containsExactly(seq));
            assertThat(doNot).allSatisfy(screen -> assertThat(screen.seqs()).isEmpty());
        } finally {
            screens.forEach(Screen::close);
        }
    }

    private static boolean isAt(Screen screen, long seq) {
        return screen.notices("heartbeat").stream()
                .anyMatch(heartbeat -> heartbeat.path("seq").asLong() >= seq);
    }

    private static long seqOf(String id) throws IOException {
        return get("/api/v1/alerts/" + id, ScreenTokens.ALL)
                .json()
                .path("alert")
                .path("seq")
                .asLong();
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    private static Http.Answer get(String path, String token) throws IOException {
        return Http.get(nocturne.url("push").resolve(path), token, SOON);
    }

    private static String post(String where) throws IOException {
        Http.Answer answer = Http.post(
                nocturne.url("ingest").resolve("/internal/alerts"),
                "{" + where + ",\"severity\":\"high\",\"message\":\"m\"}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().path("id").asText();
    }
}
