package dev.nocturne.push;

import dev.nocturne.bus.Appender;
import dev.nocturne.bus.Bus;
import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.HttpListener;
import dev.nocturne.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the push port: its hub, the REST reads and the wall page. */
final class HubVerticle extends VerticleBase {
    private static final Duration APPEND_DEADLINE = Duration.ofSeconds(5);
    private static final int APPENDS_AT_A_TIME = 100;
    private static final String CONTENT_POLICY = "default-src 'self'; frame-ancestors 'self'; base-uri 'none'";

    private final PushConfig config;
    private final PushNode node;
    private final Address address;
    private @Nullable HttpServer server;
    private @Nullable Hub hub;

    HubVerticle(PushConfig config, PushNode node, Address address) {
        this.config = config;
        this.node = node;
        this.address = address;
    }

    @Override
    public Future<?> start() {
        Hub own = node.addHub(vertx, context);
        hub = own;
        AlertSockets sockets = node.sockets(own);
        Router router = router();
        return HttpListener.listen(vertx, options(), request -> {
                    if (AlertSockets.PATH.equals(request.path())) {
                        sockets.handle(request);
                    } else {
                        router.handle(request);
                    }
                })
                .onSuccess(listening -> {
                    server = listening;
                    node.bound(listening.actualPort());
                });
    }

    /** Pings keep a living socket from being idle; one whose peer stopped reading is cut when it takes no more pings. */
    private HttpServerOptions options() {
        int idleSeconds = (int) Math.max(60, 4 * config.ping().toSeconds());
        HttpServerOptions options = HttpListener.options(address)
                .setIdleTimeout(idleSeconds)
                .setWriteIdleTimeout(idleSeconds)
                .setMaxWebSocketFrameSize(config.maxMessage())
                .setMaxWebSocketMessageSize(config.maxMessage())
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        return options.setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    private Router router() {
        Router router = Router.router(vertx);
        new RestApi(config, new Bus(vertx), new Appender(vertx, APPEND_DEADLINE, APPENDS_AT_A_TIME)).mount(router);
        router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> {
            ctx.response()
                    .putHeader("content-security-policy", CONTENT_POLICY)
                    .putHeader("x-content-type-options", "nosniff")
                    .putHeader("referrer-policy", "no-referrer")
                    .putHeader("cache-control", "no-cache");
            ctx.next();
        });
        router.get("/").method(HttpMethod.HEAD).handler(ctx -> ctx.reroute("/wall/index.html"));
        router.get("/wall/*")
                .method(HttpMethod.HEAD)
                .handler(StaticHandler.create("wall").setCachingEnabled(false));
        router.route().handler(ctx -> ctx.fail(404));
        router.route()
                .failureHandler(
                        ctx -> Problem.of(ctx.failure(), ctx.statusCode()).send(ctx.request()));
        return router;
    }

    @Override
    public Future<?> stop() {
        if (hub != null) {
            hub.close();
        }
        return server == null ? Future.succeededFuture() : server.close();
    }
}
