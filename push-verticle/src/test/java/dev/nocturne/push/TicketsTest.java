package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nocturne.auth.Access;
import dev.nocturne.auth.Scope;
import dev.nocturne.bus.Bus;
import dev.nocturne.config.Address;
import dev.nocturne.http.HttpListener;
import dev.nocturne.model.Json;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Sites;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a ticket is worth, to whom, and what whoever can write where it is kept makes of that. */
@ExtendWith(VertxExtension.class)
class TicketsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String STREAM = "/ws/alerts?ticket=";

    private Vertx vertx;
    private PushFixture push;

    @BeforeEach
    void deploy(Vertx fresh) throws Exception {
        vertx = fresh;
        push = PushFixture.deploy(fresh, PushFixture.strict(), false);
    }

    private Address another(boolean anonymous) throws Exception {
        PushVerticle node = new PushVerticle(
                PushFixture.strictElsewhere(), Tokens.authenticator(vertx, anonymous), HttpListener.plain());
        vertx.deployVerticle(node).await(10, SECONDS);
        return Objects.requireNonNull(node.http());
    }

    private String token(Duration ttl, String... sites) {
        return Tokens.of(vertx, "wall-1", Set.of(Scope.ALERTS_READ), List.of(sites), ttl);
    }

    private static HttpResponse<String> ask(Address node, String token) throws Exception {
        return new RestClient(node).post("/api/v1/tickets", token, "");
    }

    private static String anonymous(Address node) throws Exception {
        RestClient client = new RestClient(node);
        return ticket(client.send(client.request("/api/v1/tickets").POST(BodyPublishers.noBody())));
    }

    private static String ticket(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(new JsonObject(answer.body()).getInteger("within")).isEqualTo(30);
        return new JsonObject(answer.body()).getString("ticket");
    }

    private static void assertThatItIsRefused(Address node, String ticket) {
        assertThatThrownBy(() -> Peer.open(node, STREAM + ticket)).hasMessageContaining("HTTP/1.1 401 ");
    }

    private static void assertThatItShows(Address node, String ticket, String sites) throws Exception {
        try (Peer peer = Peer.open(node, STREAM + ticket)) {
            assertThat(peer.next(Peer.FIN | Peer.TEXT).text()).contains("\"sites\":[\"" + sites + "\"]");
        }
    }

    @Test
    void itIsGoodForOneConnectionOnWhicheverNodeWithTheSitesOfItsToken() throws Exception {
        String ticket = ticket(ask(push.address(), token(HOUR, "Mara")));
        Address other = another(false);

        assertThatItShows(other, ticket, "Mara");

        assertThatItIsRefused(other, ticket);
        assertThatItIsRefused(push.address(), ticket);
    }

    @Test
    void itEndsWithItsToken() throws Exception {
        String soon = token(Duration.ofSeconds(1), "*");
        String ticket = ticket(ask(push.address(), soon));

        await().atMost(10, SECONDS)
                .until(() -> new RestClient(push.address())
                                .get("/api/v1/alerts", soon)
                                .statusCode()
                        == 401);

        assertThat(push.store().tickets()).hasSize(1);
        assertThatItIsRefused(push.address(), ticket);
    }

    @Test
    void whoReadsWhatIsKeptLearnsNeitherTheTokenNorTheTicket() throws Exception {
        String token = token(HOUR, "Mara");
        String ticket = ticket(ask(push.address(), token));

        assertThat(push.store().tickets()).hasSize(1).allSatisfy((id, kept) -> {
            assertThat(id + kept).doesNotContain(ticket);
            assertThat(kept + new String(Base64.getUrlDecoder().decode(kept), ISO_8859_1))
                    .doesNotContain(token.split("\\."));
            assertThatItIsRefused(push.address(), id);
        });
    }

    @Test
    void whoWritesWhatIsKeptIsLetInWithNothingButATokenThatHolds() throws Exception {
        String good = token(HOUR, "Mara");
        Access all = new Access("mallory", Set.of(Scope.values()), Sites.ALL, Instant.MAX);
        List<String> tickets = new ArrayList<>();
        for (String secret : List.of("", "*", Json.text(all), "x.y.z", good + "x", good.substring(1))) {
            Ticket own = Ticket.random();
            tickets.add(forged(own, own.seal(secret)));
        }
        for (String kept :
                List.of("", "AA", good, Json.text(all), Ticket.random().seal(good))) {
            tickets.add(forged(Ticket.random(), kept));
        }

        tickets.forEach(ticket -> assertThatItIsRefused(push.address(), ticket));

        assertThat(push.store().tickets()).isEmpty();
    }

    private String forged(Ticket ticket, String kept) {
        push.store().tickets().put(ticket.id(), kept);
        return ticket.text();
    }

    @Test
    void oneThatNeededNoTokenIsWorthNoMoreThanNoToken() throws Exception {
        Address open = another(true);
        String here = anonymous(open);
        String there = anonymous(open);
        String elsewhere = anonymous(open);

        assertThatItShows(open, here, "*");
        assertThatItIsRefused(push.address(), there);
        assertThat(Raw.send(
                        open,
                        "GET /sse/alerts?ticket=" + elsewhere + " HTTP/1.1\r\nHost: evil.example:" + open.port()
                                + "\r\n\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void whileTheStoreIsAwayNoneIsIssuedAndNoneIsTaken() throws Exception {
        String token = token(HOUR, "*");
        String ticket = ticket(ask(push.address(), token));

        push.store().goAway();

        HttpResponse<String> answer = ask(push.address(), token);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after").orElse("")).matches("[1-9][0-9]*");
        assertThatThrownBy(() -> Peer.open(push.address(), "/ws/echo?ticket=" + ticket))
                .hasMessageContaining("HTTP/1.1 503 ");

        push.store().comeBack();

        try (Peer peer = Peer.open(push.address(), "/ws/echo?ticket=" + ticket)) {
            assertThat(peer.send(Peer.frame(Peer.FIN | Peer.TEXT, "x")).next().text())
                    .isEqualTo("Echo: x");
        }
    }

    @Test
    void oneSubjectCannotHaveMoreThanAThousandOpenAndLeavesTheOthersTheirs() throws Exception {
        Tickets tickets = new Tickets(vertx, new Bus(vertx));
        Access one = Access.ANONYMOUS;
        Access other = new Access("other", one.scopes(), one.sites(), one.expires());
        for (int i = 0; i < 1_000; i++) {
            tickets.issue(one, Optional.empty()).await(10, SECONDS);
        }

        assertThatThrownBy(() -> tickets.issue(one, Optional.empty()).await(10, SECONDS))
                .isInstanceOfSatisfying(
                        ServiceFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
        assertThat(tickets.issue(other, Optional.empty()).await(10, SECONDS)).hasSize(43);
    }

    @Test
    void whatCannotBeATicketNeverReachesTheStore() throws Exception {
        push.store().goAway();

        for (String odd : List.of("", "x", "x".repeat(42), "x".repeat(44), "%20".repeat(43), "=".repeat(43))) {
            assertThatItIsRefused(push.address(), odd);
        }
    }
}
