package dev.nocturne.ingest;

import dev.nocturne.auth.Senders;
import dev.nocturne.bus.Appender;
import dev.nocturne.config.Address;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.http.Audit;
import dev.nocturne.http.FailureLog;
import dev.nocturne.http.HttpConnections;
import dev.nocturne.http.HttpListener;
import dev.nocturne.http.JsonBody;
import dev.nocturne.http.Problem;
import dev.nocturne.http.Proxies;
import dev.nocturne.input.EventIds;
import dev.nocturne.node.Check;
import dev.nocturne.node.Role;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP in: takes alerts from Zabbix and scripts, and answers when they are stored. */
public final class IngestVerticle extends VerticleBase implements Role {
    private static final String PATH = "/internal/alerts";
    private static final Duration RECEIVE = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int SENDERS = 10_000;

    private final IngestConfig config;
    private final HttpListener listener;
    private final List<Handler<RoutingContext>> guards;
    private volatile @Nullable Address bound;
    private @Nullable HttpServer server;
    private @Nullable Appender appender;
    private volatile @Nullable StoreCheck store;

    /** @param senders those who are known now; asked for each request */
    public IngestVerticle(IngestConfig config, Supplier<Senders> senders, HttpListener listener) {
        this(config, listener, guards(config, senders));
    }

    /** @param guards what a request passes before its body is read; they name its sender. Others only in benchmarks */
    IngestVerticle(IngestConfig config, HttpListener listener, List<Handler<RoutingContext>> guards) {
        this.config = config;
        this.listener = listener;
        this.guards = guards;
    }

    private static List<Handler<RoutingContext>> guards(IngestConfig config, Supplier<Senders> senders) {
        Proxies proxies = new Proxies(config.proxies());
        return List.of(
                new RateLimit(
                        "address", config.addressRate(), config.addresses(), ctx -> proxies.client(ctx.request())),
                new SenderCheck(senders),
                new RateLimit("sender", config.senderRate(), SENDERS, IngestVerticle::sender));
    }

    @Override
    public Future<?> start() {
        Proxies proxies = new Proxies(config.proxies());
        Appender own = new Appender(vertx, config.deadline(), config.inFlight());
        appender = own;
        HttpConnections connections =
                new HttpConnections(proxies, config.connections(), config.connectionsPerAddress());
        connections.start(vertx);
        return listener.listen(vertx, listener.options(config.http()), connections, router(own, proxies))
                .onSuccess(listening -> {
                    server = listening;
                    bound = new Address(config.http().host(), listening.actualPort());
                    store = StoreCheck.start(vertx);
                });
    }

    private Router router(Appender appender, Proxies proxies) {
        Router router = Router.router(vertx);
        Route door = router.route(HttpMethod.POST, PATH);
        guards.forEach(door::handler);
        router.route(HttpMethod.POST, PATH)
                .handler(TimeoutHandler.create(RECEIVE.plus(config.deadline()).toMillis(), 408))
                .handler(BodyHandler.create(false).setBodyLimit(config.maxBody()))
                .handler(IngestVerticle::requireJson)
                .handler(new AlertsHandler(appender, Clock.systemUTC()));
        router.route(PATH).handler(ctx -> {
            ctx.response().putHeader("allow", "POST");
            ctx.fail(405);
        });
        router.route().handler(ctx -> ctx.fail(404));
        Audit audit = new Audit(proxies);
        audit.start(vertx);
        FailureLog failures = new FailureLog();
        failures.start(vertx);
        Handler<RoutingContext> refusal = refusal(audit, failures);
        router.route().failureHandler(refusal);
        // a request that fails before any route has matched would be logged by the router, with its stack trace
        router.errorHandler(400, refusal).errorHandler(500, refusal);
        return router;
    }

    private static Handler<RoutingContext> refusal(Audit audit, FailureLog failures) {
        return ctx -> {
            Problem problem = Problem.of(ctx.failure(), ctx.statusCode());
            Throwable failure = ctx.failure();
            if (problem.isOurs() && failure != null) {
                failures.report(ctx.request(), failure);
            }
            audit.refused(
                    ctx.request(),
                    problem,
                    SenderCheck.name(ctx),
                    () -> EventIds.in(ctx.body() == null ? null : ctx.body().buffer()));
            problem.send(ctx.request());
        };
    }

    private static String sender(RoutingContext ctx) {
        return SenderCheck.sender(ctx).name();
    }

    private static void requireJson(RoutingContext ctx) {
        JsonBody.require(ctx.request());
        ctx.next();
    }

    /** Alerts that are on their way get their answers first. */
    @Override
    public Future<?> stop() {
        Future<?> answered = appender == null
                ? Future.succeededFuture()
                : appender.close().timeout(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        return answered.eventually(() -> server == null ? Future.succeededFuture() : server.close());
    }

    @Override
    public List<Check> checks() {
        StoreCheck asked = store;
        return List.of(asked == null ? StoreCheck.NOT_ASKED : asked.check());
    }

    @Override
    public @Nullable Address http() {
        return bound;
    }
}
