package dev.nocturne.ingest;

import static dev.nocturne.ingest.IngestClient.GOOD;
import static dev.nocturne.ingest.IngestClient.PATH;
import static dev.nocturne.ingest.IngestClient.problem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.node.Check;
import dev.nocturne.testkit.ZabbixSamples;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class IngestVerticleTest {
    private static final Duration DEADLINE = Duration.ofMillis(1_500);

    private Vertx vertx;
    private StoreStub store;
    private IngestClient client;

    @BeforeEach
    void deploy(Vertx fresh) throws Exception {
        vertx = fresh;
        store = new StoreStub(fresh);
        client = IngestClient.deploy(fresh, DEADLINE, 2);
    }

    @Test
    void aNewAlertIs201WithItsIdAndSeqAndARepeatIs200WithTheSame() throws Exception {
        HttpResponse<String> first = client.post(ZabbixSamples.body("problem"));
        HttpResponse<String> second = client.post(ZabbixSamples.body("problem"));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("content-type")).contains("application/json");
        assertThat(new JsonObject(first.body()).fieldNames()).containsExactlyInAnyOrder("id", "seq");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(store.events()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.nocturne.ingest.Bodies#accepted")
    void everyRealBodyIsTaken(String sample) throws Exception {
        assertThat(client.post(ZabbixSamples.body(sample)).statusCode()).isEqualTo(201);
    }

    @Test
    void anArrayIsAnsweredInItsOrderAndIs200OnlyIfNothingIsNew() throws Exception {
        String one = ZabbixSamples.body("problem");
        String two = ZabbixSamples.body("recovery");
        client.post(two);

        HttpResponse<String> mixed = client.post("[" + one + "," + two + "]");
        HttpResponse<String> again = client.post("[" + one + "," + two + "]");

        assertThat(mixed.statusCode()).isEqualTo(201);
        assertThat(new JsonArray(mixed.body()))
                .extracting(item -> ((JsonObject) item).getInteger("seq"))
                .containsExactly(2, 1);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(mixed.body());
    }

    @Test
    void oneBadAlertInAnArrayRefusesItWholeAndIsNamedByItsIndex() throws Exception {
        HttpResponse<String> response = client.post("[" + GOOD + ",{\"event_id\":\"x\"}," + GOOD + ",7]");

        assertThat(problem(response, 400).getJsonArray("errors").encode())
                .contains("[1].event_id", "\"[3]\"")
                .doesNotContain("[0]", "[2]");
        assertThat(store.events()).isEmpty();
    }

    @Test
    void anArrayOfTheLargestSizeIsTaken() throws Exception {
        String body = IntStream.range(0, StoreRoutes.MAX_EVENTS)
                .mapToObj(i -> GOOD)
                .collect(Collectors.joining(",", "[", "]"));

        assertThat(client.post(body).statusCode()).isEqualTo(201);
        assertThat(store.events()).hasSize(StoreRoutes.MAX_EVENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON"})
    void theContentTypeMayHaveParametersAndAnyCase(String type) throws Exception {
        assertThat(client.post(PATH, type, GOOD.getBytes(UTF_8)).statusCode()).isEqualTo(201);
    }

    @Test
    void theQueryNamesTheSourceOfAWebhook() throws Exception {
        client.post(
                PATH + "?source=zabbix-eu",
                "application/json",
                ZabbixSamples.body("problem").getBytes(UTF_8));

        assertThat(store.events())
                .singleElement()
                .satisfies(event -> assertThat(event.identity().source()).isEqualTo("zabbix-eu"));
    }

    @Test
    void withoutAStoreItIs503WithRetryAfterWithinTheDeadline() throws Exception {
        store.goAway();
        long start = System.nanoTime();

        HttpResponse<String> response = client.post(GOOD);

        assertThat(problem(response, 503).getString("type")).isEqualTo("urn:nocturne:problem:unavailable");
        assertThat(response.headers().firstValue("retry-after")).contains("2");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plusSeconds(2));
    }

    @Test
    void aStoreThatComesBackWithinTheDeadlineMakesIt201() throws Exception {
        store.goAway();
        vertx.setTimer(400, late -> store.serve());

        assertThat(client.post(GOOD).statusCode()).isEqualTo(201);
    }

    @Test
    void aStoreThatFailsIsToldWithoutItsText() throws Exception {
        store.answer(append -> Future.failedFuture(new IllegalStateException("password=secret")));

        HttpResponse<String> response = client.post(GOOD);

        assertThat(problem(response, 500).containsKey("detail")).isFalse();
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void aFullStoreIs503() throws Exception {
        store.answer(append -> Future.failedFuture(new ServiceFailure(Kind.BUSY, "the queue is full")));

        assertThat(problem(client.post(GOOD), 503).getString("detail")).isEqualTo("the queue is full");
    }

    @Test
    void overTheLimitOfRequestsAtATimeItIs503AtOnceAndFreeAfterwards() throws Exception {
        Promise<AppendReply> never = Promise.promise();
        store.answer(append -> never.future());
        vertx.executeBlocking(() -> client.post(GOOD), false);
        vertx.executeBlocking(() -> client.post(GOOD), false);

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> client.post(GOOD).body().contains("too many alerts at a time"));
        store.goAway();
        store.comeBack();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> client.post(GOOD).statusCode() == 201);
    }

    @Test
    void theTestButtonIsAnsweredWithSuccessAndStoredNowhere() throws Exception {
        String test = ZabbixSamples.body("raw_macros_test_button");

        HttpResponse<String> one = client.post(test);
        HttpResponse<String> many = client.post("[" + test + "," + ZabbixSamples.body("problem") + "]");

        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(one.body()).isEqualTo("{\"test\":true}");
        assertThat(many.statusCode()).isEqualTo(201);
        assertThat(many.body()).startsWith("[{\"test\":true},{\"id\":");
        assertThat(store.events()).hasSize(1);
    }

    @Test
    void readinessFollowsTheStore() throws Exception {
        IngestVerticle verticle = IngestClient.verticle(DEADLINE, 2);
        vertx.deployVerticle(verticle);

        awaitReady(verticle, true);
        store.goAway();
        awaitReady(verticle, false);
        store.comeBack();
        awaitReady(verticle, true);
    }

    @Test
    void aStoreThatCannotWriteIsNotReadyAndIs503WithTheReason() throws Exception {
        IngestVerticle verticle = IngestClient.verticle(DEADLINE, 2);
        vertx.deployVerticle(verticle);
        awaitReady(verticle, true);

        store.refuse(new ServiceFailure(Kind.CANNOT_WRITE, "the database is read-only"));

        awaitReady(verticle, false);
        assertThat(verticle.checks()).extracting(Check::detail).containsExactly("the database is read-only");
        HttpResponse<String> refused = client.post(GOOD);
        assertThat(problem(refused, 503).getString("type")).isEqualTo("urn:nocturne:problem:cannot-write");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void oneStoreNodeOfManyThatCanWriteIsEnough() throws Exception {
        store.joinedBy(6, new ServiceFailure(Kind.CANNOT_WRITE, "the database is read-only"));
        IngestVerticle verticle = IngestClient.verticle(DEADLINE, 2);
        vertx.deployVerticle(verticle);

        awaitReady(verticle, true);
        Awaitility.await()
                .during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(10))
                .until(() -> verticle.checks().get(0).ok());
    }

    private static void awaitReady(IngestVerticle verticle, boolean ready) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> verticle.checks().get(0).ok() == ready);
    }
}
