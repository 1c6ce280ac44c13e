package dev.nocturne.push;

import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.TEXT;
import static dev.nocturne.push.Peer.frame;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nocturne.auth.Scope;
import dev.nocturne.auth.Sites;
import dev.nocturne.bus.StoreRoutes.BatchApplied;
import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static String alert(String site) {
        return "{\"site\":\"" + site + "\",\"severity\":\"high\",\"message\":\"m\"}";
    }
}
