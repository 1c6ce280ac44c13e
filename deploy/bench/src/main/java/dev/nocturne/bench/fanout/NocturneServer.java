package dev.nocturne.bench.fanout;

import dev.nocturne.auth.Authenticator;
import dev.nocturne.bus.Bus;
import dev.nocturne.config.Address;
import dev.nocturne.config.AuthConfig;
import dev.nocturne.config.PushConfig;
import dev.nocturne.config.Rate;
import dev.nocturne.http.HttpListener;
import dev.nocturne.node.Check;
import dev.nocturne.node.Role;
import dev.nocturne.push.PushVerticle;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The push role as a node has it, with its metrics and the native transport, and a stand-in for the store on the same bus. */
final class NocturneServer {
    private static final Duration START = Duration.ofSeconds(15);
    private static final int CONNECTIONS = 100_000;

    private NocturneServer() {}

    /** @param args a key file for tokens, or nothing */
    public static void main(String[] args) throws IOException, TimeoutException, InterruptedException {
        Vertx vertx = vertx();
        StandInStore store = new StandInStore(vertx, loops(vertx));
        await(store.start());
        PushVerticle push = new PushVerticle(
                config(),
                await(Authenticator.open(vertx, auth(args.length == 0 ? null : Path.of(args[0])))),
                HttpListener.plain());
        await(vertx.deployVerticle(push));
        awaitReady(push);
        Served.serve(
                Objects.requireNonNull(push.http()).port(),
                ProcessHandle.current().pid(),
                store.sink());
    }

    /** As the launcher makes it. */
    static Vertx vertx() {
        Vertx vertx = Vertx.builder()
                .withMetrics(new MicrometerMetricsFactory(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)))
                .with(new VertxOptions()
                        .setPreferNativeTransport(true)
                        .setMetricsOptions(
                                new MicrometerMetricsOptions().setEnabled(true).setJvmMetricsEnabled(true)))
                .build();
        Bus.registerCodecs(vertx);
        return vertx;
    }

    /** The launcher's defaults, but for the port, the number of connections and the time to drain. */
    private static PushConfig config() {
        return new PushConfig(
                new Address("127.0.0.1", 0),
                List.of(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                List.of(),
                Map.of(),
                16_384,
                64L << 20,
                CONNECTIONS,
                CONNECTIONS,
                CONNECTIONS,
                new Rate(20, 200),
                128 << 10,
                256L << 20,
                Duration.ofSeconds(30),
                8,
                Duration.ZERO,
                64 << 10,
                64 << 10);
    }

    /** Who shows no token may read, as in the other contenders. */
    static AuthConfig auth(@Nullable Path key) {
        return new AuthConfig(key, null, "nocturne", "nocturne", Duration.ZERO, Duration.ofMinutes(5), true, Map.of());
    }

    private static List<Context> loops(Vertx vertx) throws TimeoutException {
        List<Context> loops = Collections.synchronizedList(new ArrayList<>());
        Deployable note = context -> {
            loops.add(context);
            return Future.succeededFuture();
        };
        for (int i = 0; i < VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE; i++) {
            await(vertx.deployVerticle(note, new DeploymentOptions()));
        }
        return List.copyOf(loops);
    }

    /** Blocks. */
    static void awaitReady(Role role) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!role.checks().stream().allMatch(Check::ok)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the role is not ready: " + role.checks());
            }
            Thread.sleep(10);
        }
    }

    /** Blocks. */
    static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(START.toMillis(), TimeUnit.MILLISECONDS);
    }
}
