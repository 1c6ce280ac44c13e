package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.config.Rate;
import dev.nocturne.http.HttpListener;
import dev.nocturne.node.Check;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A push node on a free port that has found its store. */
record PushFixture(Vertx vertx, StoreStub store, Address address, PushVerticle verticle) {
    static final int MAX_MESSAGE = 70_000;
    static final int CONNECTIONS = 4;
    static final int BURST = 20;
    static final int RING = 64;
    /** Two for each of two event loops, on a machine with two cores. */
    static final int REPLAYS = 4;

    static final int CLIENT_BYTES = 128 * 1024;
    static final long MEMORY = 64L << 20;
    private static final long RING_BYTES = 10_000_000;

    static PushFixture deploy(Vertx vertx, Duration heartbeat) throws Exception {
        return deploy(vertx, config(heartbeat));
    }

    static PushFixture deploy(Vertx vertx, PushConfig config) throws Exception {
        return deploy(vertx, config, true);
    }

    /** @param anonymous whether who shows no token may read */
    static PushFixture deploy(Vertx vertx, PushConfig config, boolean anonymous) throws Exception {
        return deploy(vertx, config, anonymous, HttpListener.plain());
    }

    static PushFixture deploy(Vertx vertx, PushConfig config, boolean anonymous, HttpListener listener)
            throws Exception {
        StoreStub store = new StoreStub(vertx);
        PushVerticle verticle = new PushVerticle(config, Tokens.authenticator(vertx, anonymous), listener);
        vertx.deployVerticle(verticle).await(10, SECONDS);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> verticle.checks().stream().allMatch(Check::ok));
        return new PushFixture(vertx, store, Objects.requireNonNull(verticle.http()), verticle);
    }

    static PushConfig config(Duration heartbeat) {
        return config(heartbeat, Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ZERO);
    }

    static PushConfig config(Duration heartbeat, Duration ping, Duration stall, Duration drain) {
        return config(heartbeat, ping, stall, drain, new Rate(1_000, 1_000), List.of(), CONNECTIONS);
    }

    /** As the calm one, with so many connections and so many bytes that wait for all of them. */
    static PushConfig shortOfMemory(int connections, long memory) {
        Duration never = Duration.ofHours(1);
        PushConfig calm = config(never, never, never, Duration.ZERO);
        return new PushConfig(
                calm.http(),
                calm.proxies(),
                never,
                never,
                calm.origins(),
                calm.siteGroups(),
                RING,
                RING_BYTES,
                connections,
                connections,
                connections,
                calm.messageRate(),
                CLIENT_BYTES,
                memory,
                never,
                REPLAYS,
                Duration.ZERO,
                MAX_MESSAGE,
                calm.maxBody());
    }

    /** Behind a proxy on this machine, each client may have one connection. */
    static PushConfig behindProxy() {
        Duration never = Duration.ofHours(1);
        return config(never, never, never, Duration.ZERO, new Rate(1_000, 1_000), List.of("127.0.0.1"), 1);
    }

    /** A client may say hardly anything. */
    static PushConfig strict() {
        Duration never = Duration.ofHours(1);
        return config(never, never, never, Duration.ZERO, new Rate(1, BURST), List.of(), CONNECTIONS);
    }

    /** As the strict one, for a second node on one {@code Vertx}, where a second free port would be the first. */
    static PushConfig strictElsewhere() {
        Duration never = Duration.ofHours(1);
        Address other = new Address("127.0.0.2", 0);
        return config(other, never, never, never, Duration.ZERO, new Rate(1, BURST), List.of(), CONNECTIONS);
    }

    private static PushConfig config(
            Duration heartbeat,
            Duration ping,
            Duration stall,
            Duration drain,
            Rate messageRate,
            List<String> proxies,
            int connectionsPerAddress) {
        Address http = new Address("127.0.0.1", 0);
        return config(http, heartbeat, ping, stall, drain, messageRate, proxies, connectionsPerAddress);
    }

    private static PushConfig config(
            Address http,
            Duration heartbeat,
            Duration ping,
            Duration stall,
            Duration drain,
            Rate messageRate,
            List<String> proxies,
            int connectionsPerAddress) {
        return new PushConfig(
                http,
                proxies,
                heartbeat,
                ping,
                List.of("https://wall.example"),
                Map.of("Tanzania", List.of("Kilimanjaro", "Serengeti")),
                RING,
                RING_BYTES,
                CONNECTIONS,
                connectionsPerAddress,
                CONNECTIONS,
                messageRate,
                CLIENT_BYTES,
                MEMORY,
                stall,
                REPLAYS,
                drain,
                MAX_MESSAGE,
                10_000);
    }

    /** Ends every verticle, as the end of the process does. */
    void stop() {
        vertx.deploymentIDs().forEach(vertx::undeploy);
    }

    Screen open(String query) throws Exception {
        return Screen.open(vertx, address, query);
    }
}
