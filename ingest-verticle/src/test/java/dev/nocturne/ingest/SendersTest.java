package dev.nocturne.ingest;

import static dev.nocturne.ingest.IngestClient.GOOD;
import static dev.nocturne.ingest.IngestClient.PATH;
import static dev.nocturne.ingest.IngestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.auth.Senders;
import dev.nocturne.config.Address;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.config.Rate;
import dev.nocturne.http.HttpListener;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Sites;
import dev.nocturne.testkit.ZabbixSamples;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send what, and how much of it. */
@ExtendWith(VertxExtension.class)
class SendersTest {
    private static final String ANYWHERE = SenderToken.generate();
    private static final String LIMITED = SenderToken.generate();
    private static final Rate PLENTY = new Rate(100_000, 100_000);

    private final Sender anywhere = Sender.unlimited("anywhere", List.of(SenderToken.hash(ANYWHERE)));
    private final Sender limited = new Sender(
            "limited",
            List.of(SenderToken.hash(LIMITED)),
            new Sites(false, Set.of("Kilimanjaro", "Mara")),
            List.of("api", "zabbix-eu"),
            null);
    private volatile Senders senders = new Senders(List.of(anywhere, limited));
    private Vertx vertx;
    private StoreStub store;
    private IngestClient client;

    @BeforeEach
    void deploy(Vertx fresh) throws Exception {
        vertx = fresh;
        store = new StoreStub(fresh);
        client = client(PLENTY, PLENTY);
    }

    @Test
    void withoutATokenItIs401AndToldHow() throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(client.uri(PATH)).POST(BodyPublishers.ofString(GOOD)));

        assertThat(problem(response, 401).getString("detail")).contains("Bearer");
        assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer realm=\"nocturne\"");
        assertThat(store.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer noc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer e30.e30.e30",
                "Bearer x y",
                "Basic bm9jdHVybmU6eA==",
                "Bearer",
                "Bearer ",
                "bearer"
            })
    void aTokenOfNobodyIs401AndNotRepeated(String authorization) throws Exception {
        HttpResponse<String> response = client.postAs(authorization, GOOD);

        problem(response, 401);
        assertThat(response.headers().firstValue("www-authenticate").orElse("")).startsWith("Bearer ");
        assertThat(response.body()).doesNotContain("AAAA", "e30", "bm9j");
        assertThat(store.events()).isEmpty();
    }

    @Test
    void aHugeTokenIs401OrAHeaderThatIsTooLarge() throws Exception {
        problem(client.postAs("Bearer " + "a".repeat(7_000), GOOD), 401);
        problem(client.postAs("Bearer " + "a".repeat(70_000), GOOD), 431);
    }

    @Test
    void theSenderStandsInItsEvents() throws Exception {
        assertThat(client.postAs("Bearer " + ANYWHERE, ZabbixSamples.body("problem"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(client.postAs("bEARER  " + LIMITED, GOOD).statusCode()).isEqualTo(201);

        assertThat(store.events()).extracting(NewEvent::sender).containsExactly("anywhere", "limited");
    }

    @Test
    void aSiteOrSourceOfSomebodyElseIs403ByNameAndNothingIsStored() throws Exception {
        String other = GOOD.replace("Kilimanjaro", "Serengeti");
        String source = new JsonObject(GOOD).put("source", "cron").encode();

        HttpResponse<String> one = client.postAs("Bearer " + LIMITED, other);
        HttpResponse<String> many = client.postAs("Bearer " + LIMITED, "[" + GOOD + "," + other + "," + source + "]");

        assertThat(problem(one, 403).getString("type")).isEqualTo("urn:nocturne:problem:forbidden");
        assertThat(problem(one, 403).getJsonArray("errors").encode()).contains("\"site\"", "Serengeti");
        assertThat(problem(many, 403).getJsonArray("errors").encode())
                .contains("[1].site", "[2].source", "cron")
                .doesNotContain("[0]");
        assertThat(store.events()).isEmpty();
    }

    @Test
    void anAlertWithoutASiteIsStoredAtASiteOfItsLimitedSender() throws Exception {
        assertThat(client.postAs("Bearer " + LIMITED, ZabbixSamples.body("problem_no_site_tag"))
                        .statusCode())
                .isEqualTo(201);

        assertThat(store.events()).singleElement().satisfies(event -> {
            assertThat(event.snapshot().location().sites()).containsExactly("Kilimanjaro");
            assertThat(event.warnings()).singleElement().asString().contains("no site");
        });
    }

    @Test
    void ofSeveralSitesThoseOfTheSenderAreKept() throws Exception {
        JsonObject body = new JsonObject(GOOD)
                .put("sites", new JsonArray().add("Serengeti").add("Mara"));

        assertThat(client.postAs("Bearer " + LIMITED, body.encode()).statusCode())
                .isEqualTo(201);

        assertThat(store.events()).singleElement().satisfies(event -> {
            assertThat(event.snapshot().location().sites()).containsExactly("Kilimanjaro", "Mara");
            assertThat(event.warnings()).singleElement().asString().contains("not its sender's");
        });
    }

    @Test
    void theFirstSourceOfASenderIsTheDefaultOne() throws Exception {
        String zabbix = ZabbixSamples.body("problem").replace("HEL1", "Mara");

        client.postAs("Bearer " + LIMITED, zabbix);
        client.postAs(
                "Bearer " + LIMITED,
                new JsonObject(GOOD).put("source", "zabbix-eu").encode());
        client.postAs("Bearer " + ANYWHERE, zabbix);

        assertThat(store.events())
                .extracting(event -> event.identity().source())
                .containsExactly("api", "zabbix-eu", "zabbix");
    }

    @Test
    void aSenderThatIsTakenAwayIsRefusedFromThenOn() throws Exception {
        assertThat(client.postAs("Bearer " + ANYWHERE, GOOD).statusCode()).isEqualTo(201);

        senders = new Senders(List.of(limited));

        problem(client.postAs("Bearer " + ANYWHERE, GOOD), 401);
        assertThat(client.postAs("Bearer " + LIMITED, GOOD).statusCode()).isEqualTo(201);
    }

    @Test
    void beyondItsRateASenderIs429UntilTheTimeThatItIsToldAndOthersAreNot() throws Exception {
        client = client(new Rate(1, 3), PLENTY);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(client.postAs("Bearer " + ANYWHERE, GOOD));
        }

        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .startsWith(201, 201, 201)
                .endsWith(429);
        HttpResponse<String> refused = answers.get(4);
        assertThat(problem(refused, 429).getString("detail")).contains("1 requests a second");
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(refused.headers().firstValue("ratelimit-policy")).contains("\"sender\";q=3;w=3");
        assertThat(refused.headers().firstValue("ratelimit")).contains("\"sender\";r=0;t=1");
        assertThat(client.postAs("Bearer " + LIMITED, GOOD).statusCode()).isEqualTo(201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> client.postAs("Bearer " + ANYWHERE, GOOD).statusCode() == 201);
    }

    @Test
    void whoeverTriesTokensIs429ByItsAddress() throws Exception {
        client = client(PLENTY, new Rate(1, 2));

        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(client.postAs("Bearer noc_" + i, GOOD).statusCode());
        }

        assertThat(answers).startsWith(401, 401).endsWith(429);
        assertThat(client.postAs("Bearer x", GOOD)
                        .headers()
                        .firstValue("ratelimit")
                        .orElse(""))
                .startsWith("\"address\"");
    }

    /** What a client says of itself, before what the proxy says, is no way around the limit. */
    @Test
    void behindAListedProxyEachClientHasItsOwnRate() throws Exception {
        client = client(PLENTY, new Rate(1, 2));

        for (int i = 0; i < 4; i++) {
            assertThat(client.postAs("Bearer x", GOOD, "x-forwarded-for", "203.0.113." + i)
                            .statusCode())
                    .isEqualTo(401);
        }
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(client.postAs("Bearer x", GOOD, "x-forwarded-for", "198.51.100." + i + ", 203.0.113.9")
                    .statusCode());
        }
        assertThat(answers).startsWith(401).contains(429);
    }

    private IngestClient client(Rate sender, Rate address) throws Exception {
        IngestConfig config = new IngestConfig(
                new Address("127.0.0.1", 0),
                List.of("127.0.0.1"),
                100,
                100,
                IngestClient.MAX_BODY,
                10,
                Duration.ofSeconds(2),
                sender,
                address,
                100);
        return IngestClient.deploy(vertx, new IngestVerticle(config, () -> senders, HttpListener.plain()));
    }
}
