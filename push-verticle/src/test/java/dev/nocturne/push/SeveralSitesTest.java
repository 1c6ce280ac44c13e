package dev.nocturne.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.auth.Scope;
import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of an alert of the sites Mara and Serengeti by event stream and by REST. */
@ExtendWith(VertxExtension.class)
class SeveralSitesTest {
    private static final List<String> BOTH = List.of("Mara", "Serengeti");

    private Vertx vertx;
    private PushFixture push;

    @BeforeEach
    void deploy(Vertx fresh) throws Exception {
        vertx = fresh;
        Duration often = Duration.ofMillis(200);
        push = PushFixture.deploy(
                vertx, PushFixture.config(often, often, Duration.ofSeconds(30), Duration.ZERO), false);
    }

    /** Two events of both sites between two of others: one from the ring, and one live. */
    @ParameterizedTest
    @CsvSource({
        "*, '', 1 2 3 4",
        "*, &site=Mara&site=Serengeti, 2 3",
        "*, &site=Mara&site=Tanzania, 2 3",
        "*, &site=Mara, 2 3",
        "*, &site=Serengeti, 2 3",
        "*, &site=Kilimanjaro, ''",
        "Mara, '', 2 3",
        "Mara, &site=Mara&site=Serengeti, 2 3",
        "Mara, &site=Serengeti, ''",
        "Mara Serengeti, '', 2 3",
        "Mara Serengeti, &site=Serengeti, 2 3",
        "Tanzania, '', 2 3",
        "HEL1, '', 1 4",
        "HEL1, &site=Mara&site=Serengeti, ''",
        "Kilimanjaro, '', ''",
    })
    void anEventOfTwoSitesIsToldOnceToWhoMaySeeOneOfThemAndAsks(String sites, String query, String seqs)
            throws Exception {
        String token =
                Tokens.of(vertx, "wall-1", Set.of(Scope.ALERTS_READ), List.of(sites.split(" ")), Duration.ofHours(1));
        List<Long> expected = Stream.of(seqs.split(" "))
                .filter(seq -> !seq.isEmpty())
                .map(Long::valueOf)
                .toList();
        push.store().publish("HEL1", Severity.HIGH);
        push.store().publish(push.store().commit(BOTH, Severity.HIGH, 0));
        List<Long> seen = new ArrayList<>();
        try (Blocks stream =
                Blocks.open(push.address(), "?since=0" + query, "Authorization: Bearer " + token + "\r\n")) {
            readTo(stream, 2, seen);
            push.store().publish(push.store().commit(BOTH, Severity.HIGH, 0));
            push.store().publish("HEL1", Severity.HIGH);
            readTo(stream, 4, seen);
        }
        String page = new RestClient(push.address())
                .get("/api/v1/events?since=0" + query, token)
                .body();

        assertThat(seen).isEqualTo(expected);
        assertThat(new JsonObject(page)
                        .getJsonArray("events").stream().map(event -> ((JsonObject) event).getLong("seq")))
                .isEqualTo(expected);
    }

    private static void readTo(Blocks stream, long place, List<Long> seen) throws Exception {
        for (Map<String, String> block = stream.block(); !isPlace(block, place); block = stream.block()) {
            if ("broadcast".equals(block.get("event"))) {
                seen.add(Blocks.seq(block));
            }
        }
    }

    private static boolean isPlace(Map<String, String> block, long seq) {
        JsonObject data = new JsonObject(block.getOrDefault("data", "{}"));
        return "heartbeat".equals(data.getString("event")) && data.getLong("seq") == seq;
    }
}
