package dev.nocturne.push;

import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.TEXT;
import static dev.nocturne.push.Peer.frame;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Vert.x' own metrics and ours tell of streams. */
class StreamMetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private Vertx vertx;
    private PushFixture push;

    @BeforeEach
    void deploy() throws Exception {
        vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setMetricsOptions(
                                new MicrometerMetricsOptions().setEnabled(true).setLabels(EnumSet.of(Label.HTTP_CODE))))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
        push = PushFixture.deploy(vertx, Duration.ofHours(1));
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void aStreamThatOpensIsAnAnsweredRequestAndNoReset() throws Exception {
        try (Peer first = Peer.open(push.address(), "/ws/echo");
                Peer second = Peer.open(push.address(), "/ws/alerts");
                Blocks third = Blocks.open(push.address(), "")) {
            first.send(frame(FIN | TEXT, "Jambo")).next(FIN | TEXT);
            second.next(FIN | TEXT);
            third.next("notice");

            assertThat(requests("101")).isEqualTo(2);
            assertThat(requests("200")).isEqualTo(1);
            assertThat(sum("vertx.http.server.active.connections", Gauge.class, Gauge::value))
                    .isZero();
            assertThat(sum("vertx.http.server.active.requests", Gauge.class, Gauge::value))
                    .isZero();
        }
        await().atMost(10, SECONDS).until(() -> open("websocket") + open("eventstream") == 0);
        assertThat(sum("vertx.http.server.request.resets", Counter.class, Counter::count))
                .isZero();
        assertThat(sum("vertx.http.server.active.connections", Gauge.class, Gauge::value))
                .isZero();
    }

    @Test
    void openStreamsAreCountedByTheirKindAndClosedOnesAreNot() throws Exception {
        try (Peer first = Peer.open(push.address(), "/ws/echo");
                Blocks stream = Blocks.open(push.address(), "")) {
            stream.next("notice");
            try (Peer second = Peer.open(push.address(), "/ws/echo")) {
                second.send(frame(FIN | TEXT, "Jambo")).next(FIN | TEXT);
                first.send(frame(FIN | TEXT, "Jambo")).next(FIN | TEXT);

                assertThat(open("websocket")).isEqualTo(2);
                assertThat(open("eventstream")).isEqualTo(1);
            }
            await().atMost(10, SECONDS).until(() -> open("websocket") == 1);
            assertThat(open("eventstream")).isEqualTo(1);
        }
        await().atMost(10, SECONDS).until(() -> open("websocket") + open("eventstream") == 0);
    }

    private long open(String kind) {
        return requireNonNull(push.verticle().connections().get(kind)).getAsLong();
    }

    private double requests(String code) {
        Counter counter =
                registry.find("vertx.http.server.requests").tag("code", code).counter();
        return counter == null ? 0 : counter.count();
    }

    private <T extends Meter> double sum(String name, Class<T> type, ToDoubleFunction<T> value) {
        return registry.find(name).meters().stream()
                .map(type::cast)
                .mapToDouble(value)
                .sum();
    }
}
