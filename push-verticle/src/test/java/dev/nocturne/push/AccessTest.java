package dev.nocturne.push;

import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.TEXT;
import static dev.nocturne.push.Peer.frame;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.auth.Scope;
import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.HttpListener;
import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in by which door of a push node, for how long, and what they get there. */
@ExtendWith(VertxExtension.class)
class AccessTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String LATE = "{\"subscribe\":[]}";

    private Vertx vertx;
    private PushFixture push;
    private RestClient rest;

    @BeforeEach
    void deploy(Vertx fresh) throws Exception {
        vertx = fresh;
        push = PushFixture.deploy(fresh, PushFixture.strict(), false);
        rest = new RestClient(push.address());
    }

    private String token(Duration ttl, Scope scope, String... sites) {
        return Tokens.of(vertx, "wall-1", Set.of(scope), List.of(sites), ttl);
    }

    /** Another node in the place of the first. */
    private Address instead(PushConfig config, boolean anonymous) throws Exception {
        for (String id : vertx.deploymentIDs()) {
            vertx.undeploy(id).otherwiseEmpty().await(10, SECONDS);
        }
        PushVerticle other = new PushVerticle(config, Tokens.authenticator(vertx, anonymous), HttpListener.plain());
        vertx.deployVerticle(other).await(10, SECONDS);
        return Objects.requireNonNull(other.http());
    }

    private String reader(String... sites) {
        return token(HOUR, Scope.ALERTS_READ, sites);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/alerts", "/ws/batches", "/ws/echo"})
    void aTokenThatDoesNotHoldIsRefusedAtTheUpgrade(String path) {
        String bad = reader("*") + "x";

        assertThatThrownBy(() -> Peer.open(push.address(), path + "?token=" + bad))
                .hasMessageContaining("HTTP/1.1 401 ")
                .hasMessageNotContaining(bad);
        assertThatThrownBy(() -> Peer.open(push.address(), path, "Authorization: Bearer x.y.z\r\n"))
                .hasMessageContaining("HTTP/1.1 401 ");
        assertThatThrownBy(() -> Peer.open(push.address(), path + "?ticket=never"))
                .hasMessageContaining("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/alerts", "/ws/batches", "/ws/echo"})
    void aTokenMayBeTheFirstMessage(String path) throws Exception {
        try (Peer peer = Peer.open(push.address(), path)) {
            peer.send(frame(FIN | TEXT, "{\"token\":\"" + reader("*") + "\"}"));

            assertThat(new JsonObject(peer.next(FIN | TEXT).text()))
                    .isEqualTo(new JsonObject().put("event", "authenticated").put("sub", "wall-1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LATE, "{\"token\":\"x.y.z\"}", "{\"token\":7}", "hello", "{\"token\":\"\"}"})
    void whoSaysAnythingElseFirstIsClosedWith4401AndGetsNothing(String message) throws Exception {
        try (Peer peer = Peer.open(push.address(), "/ws/alerts")) {
            push.store().publish(1);

            Peer.Frame frame = peer.send(frame(FIN | TEXT, message)).next();

            assertThat(frame.first()).isEqualTo(FIN | Peer.CLOSE);
            assertThat(frame.code()).isEqualTo(4401);
        }
    }

    @Test
    void whatFollowsTheTokenAtOnceIsNotLost() throws Exception {
        try (Peer peer = Peer.open(push.address(), "/ws/alerts")) {
            peer.send(
                    frame(FIN | TEXT, "{\"token\":\"" + reader("*") + "\"}"),
                    frame(FIN | TEXT, "{\"subscribe\":[\"Mara\"]}"));

            assertThat(peer.next(FIN | TEXT).text()).contains("authenticated");
            assertThat(peer.next(FIN | TEXT).text()).contains("\"sites\":[\"*\"]");
            assertThat(peer.next(FIN | TEXT).text()).contains("heartbeat");
            assertThat(peer.next(FIN | TEXT).text()).contains("\"sites\":[\"Mara\"]");
        }
    }

    @Test
    void aTokenWithoutTheScopeIs403AtTheUpgradeAnd4403InAMessage() throws Exception {
        String writer = token(HOUR, Scope.ALERTS_WRITE, "*");

        assertThatThrownBy(() -> Peer.open(push.address(), "/ws/alerts?token=" + writer))
                .hasMessageContaining("HTTP/1.1 403 ");
        try (Peer peer = Peer.open(push.address(), "/ws/alerts")) {
            peer.send(frame(FIN | TEXT, "{\"token\":\"" + writer + "\"}"));
            assertThat(peer.closeCode()).isEqualTo(4403);
        }
        assertThat(rest.get("/api/v1/alerts", writer).statusCode()).isEqualTo(403);
        assertThat(rest.post("/api/v1/alerts", reader("*"), "{}").statusCode()).isEqualTo(403);
    }

    @Test
    void aConnectionEndsWithItsTokenUnlessANewerOneComesInTime() throws Exception {
        try (Peer ends = Peer.open(
                        push.address(), "/ws/alerts?token=" + token(Duration.ofSeconds(2), Scope.ALERTS_READ, "*"));
                Peer stays = Peer.open(
                        push.address(), "/ws/alerts?token=" + token(Duration.ofSeconds(2), Scope.ALERTS_READ, "*"))) {
            stays.send(frame(FIN | TEXT, "{\"token\":\"" + reader("*") + "\"}"));

            assertThat(ends.closeCode()).isEqualTo(4401);

            push.store().publish(1);
            Peer.Frame frame = stays.next(FIN | TEXT);
            while (!frame.text().contains("alert.created")) {
                frame = stays.next(FIN | TEXT);
            }
        }
    }

    @Test
    void aNewerTokenTakesNoPlaceOfItsOwn() throws Exception {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < PushFixture.CONNECTIONS; i++) {
            peers.add(Peer.open(push.address(), "/ws/alerts?token=" + reader("*")));
        }
        Peer peer = peers.get(0);
        peer.next(FIN | TEXT);
        peer.next(FIN | TEXT);

        peer.send(frame(FIN | TEXT, "{\"token\":\"" + reader("Mara") + "\"}"));

        assertThat(peer.next(FIN | TEXT).text()).contains("authenticated");
        assertThat(peer.next(FIN | TEXT).text()).contains("\"sites\":[\"Mara\"]");
        for (Peer open : peers) {
            open.close();
        }
    }

    @Test
    void whoNeedsNoTokenMustHaveAskedForThisMachineByNameSoThatNoPageCanLeadHere() throws Exception {
        Address address = instead(PushFixture.strict(), true);
        String request = "GET /api/v1/alerts HTTP/1.1\r\nHost: ";

        assertThat(Raw.send(address, request + "localhost:" + address.port() + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(Raw.send(address, request + "evil.example:" + address.port() + "\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void aNewerTokenThatDoesNotHoldOrIsSomebodyElsesChangesNothing() throws Exception {
        String other = Tokens.of(vertx, "wall-2", Set.of(Scope.ALERTS_READ), List.of("*"), HOUR);
        try (Peer peer = Peer.open(push.address(), "/ws/alerts?token=" + reader("Mara"))) {
            peer.next(FIN | TEXT);
            peer.next(FIN | TEXT);

            peer.send(frame(FIN | TEXT, "{\"token\":\"x.y.z\"}"), frame(FIN | TEXT, "{\"token\":\"" + other + "\"}"));

            assertThat(peer.next(FIN | TEXT).text())
                    .contains("\"event\":\"error\"")
                    .doesNotContain("x.y.z");
            assertThat(peer.next(FIN | TEXT).text()).contains("somebody else");
            push.store().publish("Serengeti", Severity.HIGH);
            push.store().publish("Mara", Severity.HIGH);
            assertThat(peer.next(FIN | TEXT).text()).contains("\"seq\":2");
        }
    }

    @Test
    void whoShowsTwoThingsIsToldToShowOne() throws Exception {
        String good = reader("*");

        for (String query : List.of("?token=" + good + "&token=" + good, "?token=" + good + "&ticket=t")) {
            assertThatThrownBy(() -> Peer.open(push.address(), "/ws/alerts" + query))
                    .hasMessageContaining("HTTP/1.1 400 ");
        }
        assertThatThrownBy(() ->
                        Peer.open(push.address(), "/ws/alerts?token=" + good, "Authorization: Bearer " + good + "\r\n"))
                .hasMessageContaining("HTTP/1.1 400 ");
        String ofProxy = "Authorization: Basic eDp5\r\n";
        try (Peer peer = Peer.open(push.address(), "/ws/alerts?token=" + good, ofProxy)) {
            assertThat(peer.next(FIN | TEXT).text()).contains("subscribed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/alerts",
                "/api/v1/events",
                "/sse/alerts",
                "/api/v1/alerts/00000000-0000-0007-0000-000000000007"
            })
    void withoutATokenItIs401WithAChallenge(String path) throws Exception {
        HttpResponse<String> response = rest.send(rest.request(path));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate").orElse("")).startsWith("Bearer realm=");
        assertThat(response.body()).contains("urn:nocturne:problem:unauthenticated");
    }

    @Test
    void behindAListedProxyEachClientHasItsOwnPlaces() throws Exception {
        Address address = instead(PushFixture.behindProxy(), false);
        String path = "/ws/echo?token=" + reader("*");
        String first = "X-Forwarded-For: 203.0.113.1\r\n";

        try (Peer one = Peer.open(address, path, first);
                Peer other = Peer.open(address, path, "X-Forwarded-For: 203.0.113.2\r\n")) {
            assertThatThrownBy(() -> Peer.open(address, path, first)).hasMessageContaining("HTTP/1.1 503 ");
            assertThat(one.send(frame(FIN | TEXT, "x")).next(FIN | TEXT).text()).isEqualTo("Echo: x");
            assertThat(other.send(frame(FIN | TEXT, "y")).next(FIN | TEXT).text())
                    .isEqualTo("Echo: y");
        }
    }

    @Test
    void whoSendsTooManyMessagesIsClosedWith1008() throws Exception {
        try (Peer peer = Peer.open(push.address(), "/ws/echo?token=" + reader("*"))) {
            for (int i = 0; i < 2 * PushFixture.BURST; i++) {
                peer.send(frame(FIN | TEXT, "x"));
            }
            assertThat(peer.closeCode()).isEqualTo(1008);
        }
    }
}
