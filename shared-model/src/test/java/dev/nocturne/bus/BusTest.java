package dev.nocturne.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.bus.Samples.Sample;
import dev.nocturne.bus.StoreRoutes.AlertById;
import dev.nocturne.bus.StoreRoutes.AlertHistory;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Sites;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(VertxExtension.class)
class BusTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final AlertById QUESTION = new AlertById(Samples.ID, Sites.ALL);

    private Vertx vertx;
    private Bus bus;

    @BeforeEach
    void registerCodecs(Vertx fresh) {
        Bus.registerCodecs(fresh);
        vertx = fresh;
        bus = new Bus(fresh);
    }

    @Test
    void aHandlersAnswerReachesTheCaller() throws Exception {
        bus.serve(StoreRoutes.ALERT, asked -> Future.succeededFuture(history(asked.id())));

        assertThat(bus.call(StoreRoutes.ALERT, QUESTION).await(2, SECONDS)).isEqualTo(history(Samples.ID));
    }

    @Test
    void anAbsentServiceIsUnavailableAtOnce() {
        assertFails(bus.call(StoreRoutes.ALERT, QUESTION), Kind.UNAVAILABLE, "service not running");
    }

    @Test
    void aServiceThatDoesNotAnswerIsATimeout() {
        bus.serve(StoreRoutes.ALERT, asked -> Promise.<AlertHistory>promise().future());

        assertFails(bus.call(StoreRoutes.ALERT, QUESTION, SHORT), Kind.TIMEOUT, "no reply in time");
    }

    @ParameterizedTest
    @EnumSource
    void aServiceFailureKeepsItsKindAndText(Kind kind) {
        serveFailure(new ServiceFailure(kind, "what the caller may read"));

        assertFails(bus.call(StoreRoutes.ALERT, QUESTION), kind, "what the caller may read");
    }

    @Test
    void anyOtherFailureIsInternalAndKeepsItsTextToItself() {
        serveFailure(new IllegalStateException("password=secret"));

        assertFails(bus.call(StoreRoutes.ALERT, QUESTION), Kind.INTERNAL, "internal error");
    }

    @Test
    void aHandlerThatThrowsIsAnsweredLikeOneThatFails() {
        serve(asked -> {
            throw new IllegalStateException("password=secret");
        });

        assertFails(bus.call(StoreRoutes.ALERT, QUESTION), Kind.INTERNAL, "internal error");
    }

    @Test
    void aFailureCodeOfANewerNodeIsInternal() {
        vertx.eventBus().consumer(StoreRoutes.ALERT.address(), message -> message.fail(4711, "new kind"));

        assertFails(bus.call(StoreRoutes.ALERT, QUESTION), Kind.INTERNAL, "new kind");
    }

    @Test
    void aPublishedBatchReachesEverySubscriber() throws Exception {
        BlockingQueue<FeedBatch> got = new LinkedBlockingQueue<>();
        bus.subscribe(StoreRoutes.FEED, got::add).completion().await(2, SECONDS);
        bus.subscribe(StoreRoutes.FEED, got::add).completion().await(2, SECONDS);
        FeedBatch batch = new FeedBatch(Samples.ID, 1, 1, List.of());

        bus.publish(StoreRoutes.FEED, batch);

        assertThat(got.poll(2, SECONDS)).isEqualTo(batch);
        assertThat(got.poll(2, SECONDS)).isEqualTo(batch);
    }

    @ParameterizedTest
    @MethodSource("dev.nocturne.bus.Samples#all")
    <T> void everyContractTravelsOverARealBus(Sample<T> sample) throws Exception {
        DeliveryOptions options =
                new DeliveryOptions().setCodecName(sample.codec().name());
        vertx.eventBus().<T>consumer("echo", message -> message.reply(message.body(), options));

        assertThat(vertx.eventBus()
                        .<T>request("echo", sample.value(), options)
                        .await(2, SECONDS)
                        .body())
                .isEqualTo(sample.value());
    }

    private void serveFailure(RuntimeException failure) {
        serve(asked -> Future.failedFuture(failure));
    }

    private void serve(Function<AlertById, Future<AlertHistory>> handler) {
        bus.serve(StoreRoutes.ALERT, handler);
    }

    private static AlertHistory history(UUID id) {
        return new AlertHistory("{\"id\":\"" + id + "\"}", List.of());
    }

    private static void assertFails(Future<?> call, Kind kind, String message) {
        assertThatThrownBy(() -> call.await(5, SECONDS)).isInstanceOfSatisfying(ServiceFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure).hasMessage(message);
        });
    }
}
