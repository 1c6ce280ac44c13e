package dev.nocturne.launcher;

import dev.nocturne.auth.Authenticator;
import dev.nocturne.bus.Bus;
import dev.nocturne.config.Address;
import dev.nocturne.ingest.IngestVerticle;
import dev.nocturne.node.Check;
import dev.nocturne.node.Role;
import dev.nocturne.push.PushVerticle;
import dev.nocturne.store.StoreVerticle;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running process: its bus, its roles, its management port. */
final class Node {
    private static final Logger LOGGER = LoggerFactory.getLogger(Node.class);
    private static final Duration JOIN = Duration.ofSeconds(60);
    /** A store node may have to migrate a large database first. */
    private static final Duration DEPLOY = Duration.ofMinutes(10);

    private static final Duration STOP = Duration.ofSeconds(3);
    /** Beside the drain: what the last clients may take to answer their close, and the end of the server. */
    private static final Duration STOP_PUSH = Duration.ofSeconds(6);
    /** Beside the drain. */
    private static final Duration STOP_ALL = Duration.ofSeconds(20);

    private static final Duration REMIND = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 10;

    /** Calls that others have sent here before they learn that the consumers are gone. */
    private static final Duration LEAVE = Duration.ofSeconds(2);

    private final NodeConfig config;
    private final Supplier<Settings> reader;
    private final Lifetime lifetime;
    private final EmergencyExit exit;
    private final Readiness readiness = new Readiness();
    private final Map<NodeKind, Role> roles = new EnumMap<>(NodeKind.class);
    private final Transport transport;
    private Address management;
    private @Nullable FirstTokens tokens;

    private Node(NodeConfig config, Supplier<Settings> reader, Lifetime lifetime, EmergencyExit exit) {
        this.config = config;
        this.reader = reader;
        this.lifetime = lifetime;
        this.exit = exit;
        this.transport = Transport.of(config);
        this.management = config.management();
    }

    /**
     * Blocks until every part is started; parts register themselves with the lifetime as they come up.
     *
     * @param reader reads the configuration again while the node runs
     * @param exit for when the node cannot go on
     * @throws StartFailure if the reason lies outside the program
     * @throws ConfigFailure if a certificate cannot be used
     */
    static Node start(NodeConfig config, Supplier<Settings> reader, Lifetime lifetime, EmergencyExit exit) {
        Node node = new Node(config, reader, lifetime, exit);
        node.open();
        return node;
    }

    /** The longest time that such a node may take to stop. */
    static Duration stopLimit(NodeConfig config) {
        return config.drain().plus(STOP_ALL);
    }

    private void open() {
        Optional<Database> database = config.kind().runs(NodeKind.STORE)
                ? Optional.of(Database.of(config.database(), config.dataDir(), lifetime))
                : Optional.empty();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Vertx vertx = openBus(metrics);
        Watchdog watchdog =
                new Watchdog(((VertxInternal) vertx).nettyEventLoopGroup(), Memory.ofThisProcess(), exit::begin);
        watchdog.start();
        openManagement(vertx, new Management(readiness, watchdog::stuck, metrics, transport.management()));
        database.map(Database::await)
                .ifPresent(uri -> deploy(
                        vertx,
                        NodeKind.STORE,
                        new StoreVerticle(config.store(uri)),
                        STOP,
                        e -> Failures.ofDatabase(e, uri)));
        if (config.kind().runs(NodeKind.INGEST)) {
            Address http = config.ingest().http();
            SenderReload senders = new SenderReload(config.auth(), reader);
            senders.watch(vertx);
            deploy(
                    vertx,
                    NodeKind.INGEST,
                    new IngestVerticle(config.ingest(), senders, transport.http()),
                    STOP,
                    e -> Failures.ofListening(e, Keys.INGEST_PORT, http));
        }
        if (config.kind().runs(NodeKind.PUSH)) {
            Authenticator authenticator = openAuthenticator(vertx);
            readiness.add(authenticator::check);
            Address http = config.push().http();
            PushVerticle push = new PushVerticle(config.push(), authenticator, transport.http());
            Meters.of(push, metrics);
            deploy(
                    vertx,
                    NodeKind.PUSH,
                    push,
                    config.drain().plus(STOP_PUSH),
                    e -> Failures.ofListening(e, Keys.PUSH_PORT, http));
        }
        if (config.kind() == NodeKind.ALL) {
            tokens = FirstTokens.of(vertx, config.auth());
        }
        transport.watch(vertx);
        StatusPublisher status = new StatusPublisher(vertx, config.name(management), roles);
        status.start();
        lifetime.onClose("status", status::stop);
        readiness.started();
        lifetime.onClose("readiness", readiness::stopping);
    }

    private Vertx openBus(PrometheusMeterRegistry metrics) {
        VertxOptions options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setMetricsOptions(
                        new MicrometerMetricsOptions().setEnabled(true).setJvmMetricsEnabled(true));
        VertxBuilder builder = Vertx.builder().withMetrics(new MicrometerMetricsFactory(metrics));
        Vertx vertx;
        if (config.clustered()) {
            BusTls tls = transport.bus();
            LOGGER.atInfo()
                    .addKeyValue("cluster.tls", tls == null ? "none: plain text" : tls.certificate())
                    .log("joining the cluster, whose members must all speak alike on the event bus");
            options.setEventBusOptions(ClusterMember.busOptions(config.cluster(), tls));
            Future<Vertx> joining = builder.with(options)
                    .withClusterManager(ClusterMember.manager(config.cluster()))
                    .buildClustered();
            vertx = await(joining, JOIN, e -> Failures.ofCluster(e, config.cluster()));
        } else {
            vertx = builder.with(options).build();
        }
        lifetime.onClose("bus", () -> {
            if (config.clustered()) {
                Thread.sleep(LEAVE.toMillis());
            }
            vertx.close().await(STOP.toMillis(), TimeUnit.MILLISECONDS);
        });
        Bus.registerCodecs(vertx);
        return vertx;
    }

    private void openManagement(Vertx vertx, Management port) {
        Address wanted = config.management();
        var server =
                await(port.listen(vertx, wanted), DEPLOY, e -> Failures.ofListening(e, Keys.MANAGEMENT_PORT, wanted));
        management = new Address(wanted.host(), server.actualPort());
        lifetime.onClose("management", () -> server.close().await(STOP.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** The keys are read first: what cannot be checked must not be taken. */
    private Authenticator openAuthenticator(Vertx vertx) {
        Authenticator authenticator =
                await(Authenticator.open(vertx, config.auth().screens()), JOIN, Failures::ofKeys);
        lifetime.onClose("keys", authenticator::close);
        return authenticator;
    }

    /** @param stop longest time to undeploy it again */
    private void deploy(
            Vertx vertx, NodeKind kind, Role role, Duration stop, Function<Throwable, RuntimeException> explain) {
        String id = await(vertx.deployVerticle(role), DEPLOY, explain);
        lifetime.onClose(kind.word(), () -> vertx.undeploy(id).await(stop.toMillis(), TimeUnit.MILLISECONDS));
        roles.put(kind, role);
        readiness.add(role);
    }

    /** Blocks until every check holds, and says every few seconds which ones do not. */
    void awaitReady() throws InterruptedException {
        long remind = System.nanoTime() + REMIND.toNanos();
        for (List<Check> failing = readiness.failing(); !failing.isEmpty(); failing = readiness.failing()) {
            if (System.nanoTime() > remind) {
                LOGGER.atWarn().addKeyValue("checks", failing).log("not ready yet");
                remind += REMIND.toNanos();
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    Announcement announcement() {
        OwnSecrets own = config.auth().own();
        Path localToken = own == null || config.kind() != NodeKind.ALL ? null : own.localTokenFile();
        return new Announcement(
                config.name(management), config.kind(), management, roles, transport, tokens, localToken);
    }

    private static <T> T await(Future<T> future, Duration limit, Function<Throwable, RuntimeException> explain) {
        try {
            return future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw explain.apply(e);
        } catch (Throwable e) {
            // await throws the future's own failure, checked or not
            throw explain.apply(e);
        }
    }
}
