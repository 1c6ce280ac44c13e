package dev.nocturne.push;

import dev.nocturne.bus.Appender;
import dev.nocturne.config.Address;
import dev.nocturne.http.HttpListener;
import dev.nocturne.http.Problem;
import dev.nocturne.input.EventIds;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the push port: its hub, the REST reads and the wall page. */
final class HubVerticle extends VerticleBase {
    private static final Duration APPEND_DEADLINE = Duration.ofSeconds(5);
    private static final int APPENDS_AT_A_TIME = 100;
    private static final int SEND_BUFFER = 256 * 1024;
    private static final String ASYNC_API = "/api/asyncapi.json";
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
    /** For 30 days (RFC 6797): a wall that is looked at renews it, and a node without TLS again is not lost for long. */
    private static final String ONLY_TLS = "max-age=2592000";

    private final PushNode node;
    private final HttpListener listener;
    private final Address address;
    private final int replaysAtATime;
    private @Nullable HttpServer server;
    private @Nullable Hub hub;

    HubVerticle(PushNode node, HttpListener listener, Address address, int replaysAtATime) {
        this.node = node;
        this.listener = listener;
        this.address = address;
        this.replaysAtATime = replaysAtATime;
    }

    @Override
    public Future<?> start() {
        Hub own = node.addHub(vertx, context, replaysAtATime);
        hub = own;
        own.start();
        StreamPaths streams = node.streams(vertx, own);
        Router router = router();
        return listener.listen(vertx, options(), node.httpConnections(), request -> {
                    if (streams.has(request)) {
                        streams.handle(request);
                    } else {
                        router.handle(request);
                    }
                })
                .onSuccess(listening -> {
                    server = listening;
                    node.bound(listening.actualPort());
                });
    }

    /** A small send buffer in the kernel, as what waits there is neither seen from here nor dropped for a slow client. */
    private HttpServerOptions options() {
        HttpServerOptions options = listener.options(address)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        options.setSendBufferSize(SEND_BUFFER);
        return options;
    }

    private Router router() {
        Router router = Router.router(vertx);
        node.rest(new Appender(vertx, APPEND_DEADLINE, APPENDS_AT_A_TIME)).mount(router);
        router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ctx -> {
            ctx.response()
                    .putHeader("content-security-policy", CONTENT_POLICY)
                    // a reroute drops what the listener had set
                    .putHeader("x-content-type-options", "nosniff")
                    .putHeader("referrer-policy", "no-referrer")
                    .putHeader("x-frame-options", "SAMEORIGIN")
                    .putHeader("cross-origin-opener-policy", "same-origin")
                    .putHeader("cross-origin-resource-policy", "same-origin")
                    .putHeader("permissions-policy", "camera=(), geolocation=(), microphone=()")
                    .putHeader("cache-control", "no-cache");
            if (listener.isTls()) {
                ctx.response().putHeader("strict-transport-security", ONLY_TLS);
            }
            ctx.next();
        });
        router.get("/").method(HttpMethod.HEAD).handler(ctx -> ctx.reroute("/wall/index.html"));
        router.get("/wall").method(HttpMethod.HEAD).handler(HubVerticle::toTheWall);
        router.get("/wall/*")
                .method(HttpMethod.HEAD)
                .handler(StaticHandler.create("wall").setCachingEnabled(false));
        router.get(ASYNC_API)
                .method(HttpMethod.HEAD)
                .handler(ctx -> ctx.response()
                        .putHeader("content-type", "application/json")
                        .sendFile(ASYNC_API.substring(1))
                        .onFailure(ctx::fail));
        router.route().handler(ctx -> ctx.fail(404));
        router.route().failureHandler(this::refuse);
        // a request that fails before any route has matched would be logged by the router, with its stack trace
        router.errorHandler(400, this::refuse).errorHandler(500, this::refuse);
        return router;
    }

    /** With its query, which says what the wall shows. */
    private static void toTheWall(RoutingContext ctx) {
        String query = ctx.request().query();
        ctx.redirect(query == null ? "/" : "/?" + query).onFailure(ctx::fail);
    }

    private void refuse(RoutingContext ctx) {
        Problem problem = Problem.of(ctx.failure(), ctx.statusCode());
        Throwable failure = ctx.failure();
        if (problem.isOurs() && failure != null) {
            node.failures().report(ctx.request(), failure);
        }
        node.audit()
                .refused(
                        ctx.request(),
                        problem,
                        RestApi.subject(ctx),
                        () -> EventIds.in(ctx.body() == null ? null : ctx.body().buffer()));
        problem.send(ctx.request());
    }

    /** Clients are sent elsewhere first; those who read over REST are served meanwhile. */
    @Override
    public Future<?> stop() {
        node.availability().refuseClients();
        Future<?> drained = hub == null ? Future.succeededFuture() : hub.drain();
        return drained.eventually(() -> server == null ? Future.succeededFuture() : server.close());
    }
}
