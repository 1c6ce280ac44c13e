package dev.nocturne.push;

import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.TEXT;
import static dev.nocturne.push.Peer.frame;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nocturne.auth.Scope;
import dev.nocturne.bus.StoreRoutes.BatchApplied;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token for some sites gets by every door of a push node: nothing of another. */
@ExtendWith(VertxExtension.class)
class SitesTest {
    private Vertx vertx;
    private PushFixture push;
    private RestClient rest;

    @BeforeEach
    void deploy(Vertx fresh) throws Exception {
        vertx = fresh;
        push = PushFixture.deploy(fresh, PushFixture.strict(), false);
        rest = new RestClient(push.address());
    }

    private String token(Scope scope, String... sites) {
        return Tokens.of(vertx, "wall-1", Set.of(scope), List.of(sites), Duration.ofHours(1));
    }

    private String reader(String... sites) {
        return token(Scope.ALERTS_READ, sites);
    }

    /** I8: a token for the sites of Tanzania sees nothing of Mara, by any door, whatever it asks for. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&site=Mara", "&site=Mara&site=Tanzania", "&site=*", "&since=0", "&since=0&site=Mara"})
    void anotherSiteIsNeitherLiveNorReplayedNorInTheStream(String query) throws Exception {
        for (int i = 0; i < 2 * PushFixture.RING; i++) {
            push.store().publish("Mara", Severity.CRITICAL);
        }
        push.store().publish("Serengeti", Severity.CRITICAL);
        String token = reader("Tanzania");
        try (Peer live = Peer.open(push.address(), "/ws/alerts?token=" + token + query)) {
            live.send(frame(FIN | TEXT, "{\"subscribe\":[\"Mara\"],\"since\":0}"));
            live.send(frame(FIN | TEXT, "{\"subscribe\":\"*\",\"since\":0}"));
            push.store().publish("Mara", Severity.CRITICAL);
            push.store().publish("Kilimanjaro", Severity.CRITICAL);

            String seen = "";
            while (!seen.contains("\"site\":\"Kilimanjaro\"")) {
                seen = live.next(FIN | TEXT).text();
                assertThat(seen).doesNotContain("\"site\":\"Mara\"");
            }
        }
        String events = rest.get("/api/v1/events?limit=1000&since=0" + query.replace("&since=0", ""), token)
                .body();
        assertThat(events).contains("\"epoch\"").doesNotContain("Mara");
    }

    /** I8: an alert of two sites is on both walls, and on no third one. */
    @ParameterizedTest
    @CsvSource({"Mara, true", "Serengeti, true", "Tanzania, true", "HEL1, false"})
    void anAlertOfTwoSitesReachesTheTokensOfEither(String site, boolean sees) throws Exception {
        push.store().publish(push.store().commit(List.of("Mara", "Serengeti"), Severity.HIGH, 0));
        String token = reader(site);
        try (Peer live = Peer.open(push.address(), "/ws/alerts?since=0&beat=2&token=" + token)) {
            push.store().publish(push.store().commit(List.of("Mara", "Serengeti"), Severity.HIGH, 0));

            List<String> seen = new ArrayList<>();
            while (seen.isEmpty() || !isHeartbeatAt(seen.get(seen.size() - 1), 2)) {
                seen.add(live.next(FIN | TEXT).text());
            }
            assertThat(seen.stream().filter(text -> text.contains("alert.created")))
                    .hasSize(sees ? 2 : 0);
        }
        assertThat(rest.get("/api/v1/events?since=0", token).body().contains("alert.created"))
                .isEqualTo(sees);
    }

    private static boolean isHeartbeatAt(String text, long seq) {
        JsonObject message = new JsonObject(text);
        return "heartbeat".equals(message.getString("event")) && message.getLong("seq") == seq;
    }

    @Test
    void whatATokenDoesNotAllowIsToldAndWhatExistsElsewhereIsNot() throws Exception {
        push.store().publish("Mara", Severity.HIGH);
        try (Peer live = Peer.open(
                push.address(), "/ws/alerts?site=Mara&site=Nowhere&site=Serengeti&token=" + reader("Serengeti"))) {
            JsonObject subscribed = new JsonObject(live.next(FIN | TEXT).text());

            assertThat(subscribed.getJsonArray("denied")).containsExactly("Mara", "Nowhere");
            assertThat(subscribed.containsKey("unknown")).isFalse();
            assertThat(subscribed.getJsonArray("sites")).containsExactly("Serengeti");
        }
    }

    @Test
    void whoAsksForAllIsToldWhichSitesOfTheTokenNobodyHasNamed() throws Exception {
        push.store().publish("Mara", Severity.HIGH);
        String token = reader("Mara", "MARRA");

        await().atMost(5, SECONDS).untilAsserted(() -> {
            try (Peer live = Peer.open(push.address(), "/ws/alerts?token=" + token)) {
                JsonObject subscribed = new JsonObject(live.next(FIN | TEXT).text());

                assertThat(subscribed.getJsonArray("unknown")).containsExactly("MARRA");
                assertThat(subscribed.containsKey("denied")).isFalse();
            }
        });
    }

    @Test
    void theSitesOfATokenAreListedWithTheirGroups() throws Exception {
        push.store().publish("Mara", Severity.HIGH);
        push.store().publish("HEL1", Severity.HIGH);

        await().atMost(5, SECONDS).untilAsserted(() -> {
            assertThat(new JsonObject(rest.get("/api/v1/sites", reader("Serengeti", "Mara"))
                            .body()))
                    .isEqualTo(new JsonObject("{\"sites\":[{\"site\":\"Mara\"},{\"site\":\"Serengeti\"}],"
                            + "\"groups\":{\"Tanzania\":[\"Serengeti\"]}}"));
            assertThat(rest.get("/api/v1/sites", reader("*")).body()).contains("HEL1");
        });
        assertThat(rest.get("/api/v1/hops", reader("Mara")).body()).contains("\"role\":\"ingest\"");
    }

    @Test
    void listsAndSingleAlertsAreAskedForWithinTheTokensSites() throws Exception {
        rest.get("/api/v1/alerts?site=Mara&site=Serengeti", reader("Tanzania"));
        rest.get("/api/v1/alerts", reader("Mara"));
        rest.get("/api/v1/alerts?site=Serengeti", reader("Mara"));
        rest.get("/api/v1/alerts/" + StoreStub.KNOWN, reader("Mara"));

        assertThat(push.store().queries().stream().map(query -> query.sites()).toList())
                .containsExactly(new Sites(false, Set.of("Serengeti")), new Sites(false, Set.of("Mara")), Sites.NONE);
        assertThat(push.store().asked()).containsExactly(new Sites(false, Set.of("Mara")));
    }

    @Test
    void onlyWhoMaySeeAllSitesSeesBatches() throws Exception {
        assertThatThrownBy(() -> Peer.open(push.address(), "/ws/batches?token=" + reader("Mara")))
                .hasMessageContaining("HTTP/1.1 403 ");
        try (Peer peer = Peer.open(push.address(), "/ws/batches?token=" + reader("*"))) {
            await().atMost(5, SECONDS).untilAsserted(() -> {
                push.store().announce(new BatchApplied(1, 1, 0, 1, 1));
                assertThat(peer.socket().getInputStream().available()).isPositive();
            });
        }
    }

    @Test
    void anAlertIsOnlyCreatedForASiteOfTheTokenAndBearsItsName() throws Exception {
        String writer = token(Scope.ALERTS_WRITE, "Mara");

        assertThat(rest.post("/api/v1/alerts", writer, alert("Serengeti")).statusCode())
                .isEqualTo(403);
        assertThat(rest.post("/api/v1/alerts", writer, alert("Mara")).statusCode())
                .isEqualTo(201);

        assertThat(push.store().appended()).singleElement().satisfies(event -> {
            assertThat(event.snapshot().location().site()).isEqualTo("Mara");
            assertThat(event.sender()).isEqualTo("wall-1");
            assertThat(event.identity().source()).startsWith("sub:");
        });
    }

    @Test
    void whoIsLimitedToSitesCannotWriteUnderTheSourceOfOthersAndSoNotEndTheirAlerts() throws Exception {
        String body = "{\"site\":\"Mara\",\"severity\":\"high\",\"message\":\"m\",\"source\":\"zabbix\","
                + "\"sourceId\":\"9\",\"status\":\"resolved\"}";

        assertThat(rest.post("/api/v1/alerts", token(Scope.ALERTS_WRITE, "Mara"), body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(rest.post("/api/v1/alerts", token(Scope.ALERTS_WRITE, "*"), body)
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"Jyva\u0308skyla\u0308, Jyv%C3%A4skyl%C3%A4", "HEL1\u00a0, HEL1", "HEL1\u200b, HEL1", "HEL1, HEL1%C2%A0"
    })
    void aSiteIsReachedHoweverItsNameIsWritten(String written, String asked) throws Exception {
        assertThat(rest.post("/api/v1/alerts", token(Scope.ALERTS_WRITE, "*"), alert(written))
                        .statusCode())
                .isEqualTo(201);
        rest.get("/api/v1/alerts?site=" + asked, reader(written));

        String site = push.store().appended().get(0).snapshot().location().site();
        assertThat(push.store().queries().get(0).sites()).isEqualTo(new Sites(false, Set.of(site)));
        assertThat(List.of("HEL1", "Jyv\u00e4skyl\u00e4")).contains(site);
    }

    private static String alert(String site) {
        return "{\"site\":\"" + site + "\",\"severity\":\"high\",\"message\":\"m\"}";
    }
}
