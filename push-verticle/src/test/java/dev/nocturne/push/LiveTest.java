package dev.nocturne.push;

import static java.util.stream.LongStream.rangeClosed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class LiveTest {
    private StoreStub store;
    private PushFixture push;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        push = PushFixture.deploy(vertx, Duration.ofHours(1));
        store = push.store();
    }

    @Test
    void aNewClientIsToldItsFilterAndPlaceAndThatItIsCurrent() throws Exception {
        store.publish(2);
        Screen first = push.open("");
        first.next("subscribed");
        Screen screen = push.open("?site=Tanzania&severity=high");

        assertThat(screen.next())
                .isEqualTo(new JsonObject()
                        .put("event", "subscribed")
                        .put("sites", List.of("Kilimanjaro", "Serengeti"))
                        .put("severity", "high")
                        .put("seq", 2)
                        .put("epoch", store.epoch().toString())
                        .put("beat", 3_600));
        JsonObject heartbeat = screen.next();
        assertThat(heartbeat.getString("event")).isEqualTo("heartbeat");
        assertThat(heartbeat.getLong("seq")).isEqualTo(2);
        assertThat(heartbeat.getLong("ts"))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond());
    }

    @Test
    void aClientThatAsksForABeatGetsHeartbeatsAtThatPaceAndOthersDoNot() throws Exception {
        Screen calm = push.open("");
        calm.next("heartbeat");
        Screen quick = push.open("?beat=2");
        assertThat(quick.next("subscribed").getLong("beat")).isEqualTo(2);
        quick.next("heartbeat");
        quick.next("heartbeat");

        calm.send("{\"subscribe\":[],\"beat\":2}");
        assertThat(calm.next("subscribed").getLong("beat")).isEqualTo(2);
        calm.next("heartbeat");
        quick.send("{\"subscribe\":[],\"beat\":30}");
        assertThat(quick.next("subscribed").getLong("beat")).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "31", "2.5", "x", ""})
    void aBeatOutOfRangeIsRefused(String beat) {
        assertThatThrownBy(() -> push.open("?beat=" + beat)).isInstanceOf(UpgradeRejectedException.class);
    }

    @Test
    void sitesThatNobodyEverNamedAreTold() throws Exception {
        store.publish("Serengeti", Severity.HIGH);
        Screen screen = push.open("?site=HELL1&site=Mara&site=Tanzania&site=HEL9");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            screen.send("{\"subscribe\":[\"HELL1\",\"Mara\",\"Tanzania\",\"HEL9\"]}");
            JsonObject subscribed = screen.next("subscribed");
            assertThat(subscribed.getJsonArray("unknown")).containsExactly("HEL9", "HELL1");
            assertThat(subscribed.containsKey("denied")).isFalse();
        });
    }

    @Test
    void theStateOfEachRoleIsToldAtFirstAndWhenItChanges() throws Exception {
        Screen screen = push.open("");
        assertThat(states(screen)).containsExactly("unknown", "unknown");

        store.tell("ingest", true, "");
        assertThat(states(screen)).containsExactly("up", "unknown");

        store.tell("store", false, "database: read-only");
        assertThat(screen.next("stale")).isNotNull();
        JsonObject hops = screen.next("hops");
        assertThat(hops.getJsonArray("hops").getJsonObject(1).getString("state"))
                .isEqualTo("failing");
        assertThat(hops.getJsonArray("hops").getJsonObject(1).getString("detail"))
                .isEqualTo("database: read-only");

        store.tell("store", true, "");
        assertThat(screen.next("fresh")).isNotNull();
        assertThat(states(screen)).containsExactly("up", "up");
    }

    private static List<String> states(Screen screen) throws Exception {
        return screen.next("hops").getJsonArray("hops").stream()
                .map(hop -> ((JsonObject) hop).getString("state"))
                .toList();
    }

    /** Also when the ring has all of it, or there is nothing to bring. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, PushFixture.RING, 3 * PushFixture.RING})
    void aHeartbeatFollowsWhenAReplayHasEnded(int events) throws Exception {
        store.publish(events);
        Screen screen = push.open("");
        screen.next("heartbeat");

        screen.send("{\"subscribe\":[],\"since\":0}");

        screen.next("subscribed");
        JsonObject heartbeat = screen.next("heartbeat");
        assertThat(heartbeat.getLong("seq")).isEqualTo(events);
        assertThat(heartbeat.getLong("head")).isEqualTo(events);
    }

    @Test
    void everyClientGetsEveryEventInOrder() throws Exception {
        List<Screen> screens = List.of(push.open(""), push.open(""), push.open(""), push.open(""));
        for (Screen screen : screens) {
            screen.next("heartbeat");
        }

        store.publish(50);

        for (Screen screen : screens) {
            assertThat(screen.events(50)).isEqualTo(seqs(1, 50));
        }
    }

    @Test
    void theEventArrivesAsTheStoreWroteIt() throws Exception {
        Screen screen = push.open("");
        screen.next("heartbeat");
        JsonObject written = store.commit().events().get(0).json().toJsonObject();

        assertThat(screen.next()).isEqualTo(written);
    }

    @Test
    void onlyWhatTheFilterLetsThroughArrives() throws Exception {
        Screen screen = push.open("?site=Tanzania&severity=average");
        screen.next("heartbeat");

        store.publish("Mara", Severity.CRITICAL);
        store.publish("Serengeti", Severity.WARNING);
        store.publish("Serengeti", Severity.AVERAGE);
        store.publish("Kilimanjaro", Severity.CRITICAL);

        assertThat(screen.next().getLong("seq")).isEqualTo(3);
        assertThat(screen.next().getLong("seq")).isEqualTo(4);
    }

    @Test
    void aNewFilterReplacesTheOldOne() throws Exception {
        Screen screen = push.open("?site=Mara");
        screen.next("heartbeat");

        JsonObject answer = screen.send("{\"subscribe\":[\"Serengeti\"],\"severity\":\"high\"}")
                .next();
        assertThat(answer.getString("event")).isEqualTo("subscribed");
        assertThat(answer.getJsonArray("sites")).containsExactly("Serengeti");
        store.publish("Mara", Severity.CRITICAL);
        store.publish("Serengeti", Severity.HIGH);
        assertThat(screen.next().getLong("seq")).isEqualTo(2);

        screen.send("{\"subscribe\":[]}").next("subscribed");
        store.publish("Mara", Severity.UNCLASSIFIED);
        assertThat(screen.next().getLong("seq")).isEqualTo(3);
    }

    @Test
    void aBadMessageIsAnsweredAndChangesNothing() throws Exception {
        Screen screen = push.open("?site=Mara");
        screen.next("heartbeat");

        JsonObject error = screen.send("{\"subscribe\":[7]}").next();
        assertThat(error.getString("event")).isEqualTo("error");
        assertThat(error.getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("subscribe");
        assertThat(screen.send("nonsense").next().getString("event")).isEqualTo("error");
        assertThat(screen.send("[".repeat(4_000)).next().getString("event")).isEqualTo("error");

        store.publish("Serengeti", Severity.CRITICAL);
        store.publish("Mara", Severity.CRITICAL);
        assertThat(screen.next().getLong("seq")).isEqualTo(2);
    }

    @Test
    void aFeedThatIsAnotherOneIsToldToEveryClient() throws Exception {
        store.publish(3);
        Screen screen = push.open("");
        screen.next("heartbeat");

        store.restore(UUID.randomUUID(), 2);

        assertThat(screen.next("reset").getString("epoch"))
                .isEqualTo(store.epoch().toString());
    }

    @Test
    void aStaleFeedIsToldToOldAndNewClientsAndItsRecoveryToo() throws Exception {
        Screen old = push.open("");
        old.next("heartbeat");
        store.goAway();

        old.next("stale");
        Screen late = push.open("");
        late.next("stale");
        store.comeBack();

        old.next("fresh");
        late.next("fresh");
        await().during(Duration.ofMillis(200)).until(() -> !old.isClosed());
    }

    private static List<Long> seqs(long from, long to) {
        return rangeClosed(from, to).boxed().toList();
    }
}
