package dev.nocturne.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Two nodes of one cluster that speak different major versions, over sockets. */
class MixedClusterTest {
    private static final String ADDRESS = "greeting.v1";
    private static final int PORT = freePort();
    private static final List<Vertx> NODES = new CopyOnWriteArrayList<>();

    private static Node here;
    private static Node newer;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Unreadable.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    record Greeting(String text) {}

    /** A node's bus, with a route and a topic in its version. */
    private record Node(Bus bus, JsonCodec<Greeting> codec) {
        static Node join(int major) throws Exception {
            Vertx vertx = Vertx.builder()
                    .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                    .withClusterManager(new HazelcastClusterManager(config()))
                    .buildClustered()
                    .await(60, SECONDS);
            NODES.add(vertx);
            JsonCodec<Greeting> codec = new JsonCodec<>("Greeting.v1", Greeting.class, new WireVersion(major, 0));
            vertx.eventBus().registerCodec(codec);
            return new Node(new Bus(vertx), codec);
        }

        private static Config config() {
            Config config = new Config();
            config.setClusterName("mixed-" + ProcessHandle.current().pid());
            config.setProperty("hazelcast.logging.type", "slf4j");
            config.setProperty("hazelcast.phone.home.enabled", "false");
            config.setProperty("hazelcast.shutdownhook.enabled", "false");
            config.getNetworkConfig().setPort(PORT).setPortAutoIncrement(true);
            config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
            JoinConfig join = config.getNetworkConfig().getJoin();
            join.getAutoDetectionConfig().setEnabled(false);
            join.getMulticastConfig().setEnabled(false);
            join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + PORT);
            return config;
        }

        Route<Greeting, Greeting> route(String address) {
            return new Route<>(address, codec, codec, Duration.ofSeconds(5));
        }

        Topic<Greeting> topic(String address) {
            return new Topic<>(address, codec);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void join() throws Exception {
        here = Node.join(2);
        newer = Node.join(3);
    }

    @AfterAll
    static void leave() throws Exception {
        for (Vertx node : NODES) {
            node.close().await(30, SECONDS);
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    @Test
    void aMessageOfAnotherMajorIsLoggedAndDroppedAndTheNextOnesArrive() throws Exception {
        BlockingQueue<Greeting> got = new LinkedBlockingQueue<>();
        here.bus.subscribe(here.topic("news"), got::add).completion().await(5, SECONDS);
        JsonCodec<Greeting> known = new JsonCodec<>("Known.v1", Greeting.class);
        for (Vertx node : NODES) {
            node.eventBus().registerCodec(known);
        }

        newer.bus.publish(newer.topic("news"), new Greeting("in another tongue"));
        newer.bus.publish(new Topic<>("news", known), new Greeting("Jambo"));

        assertThat(got.poll(10, SECONDS)).isEqualTo(new Greeting("Jambo"));
        assertThat(got).isEmpty();
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getKeyValuePairs())
                        .extracting(pair -> pair.value)
                        .containsExactly("news", "Greeting.v1: message version 3.0, this node speaks 2.0"));
    }

    @Test
    void aRequestOfAnotherMajorIsUnavailableAndSaysWhy() throws Exception {
        here.bus
                .serve(here.route(ADDRESS), Future::succeededFuture)
                .completion()
                .await(5, SECONDS);

        assertFails(
                newer.bus.call(newer.route(ADDRESS), new Greeting("hello")),
                "Greeting.v1: message version 3.0, this node speaks 2.0");
        await().atMost(5, SECONDS).until(() -> log.list.size() == 1);
        assertThat(here.bus.call(here.route(ADDRESS), new Greeting("hello")).await(5, SECONDS))
                .isEqualTo(new Greeting("hello"));
    }

    private static void assertFails(Future<?> call, String message) {
        assertThatThrownBy(() -> call.await(10, SECONDS)).isInstanceOfSatisfying(ServiceFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessage(message);
        });
    }
}
