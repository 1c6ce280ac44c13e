package dev.nocturne.http;

import dev.nocturne.config.Address;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How every HTTP port of a node is opened: with limits set, and with requests that are not HTTP answered as problems. */
public final class HttpListener {
    private static final int IDLE_SECONDS = 60;

    private HttpListener() {}

    /** Limits for a port on {@code address}; the caller may add its own. */
    public static HttpServerOptions options(Address address) {
        return new HttpServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false);
    }

    /**
     * Fails when the address is taken.
     *
     * @param open shared by all listeners of the port
     */
    public static Future<HttpServer> listen(
            Vertx vertx, HttpServerOptions options, HttpConnections open, Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer(options)
                .connectionHandler(open::opened)
                .requestHandler(request -> {
                    open.heard(request.connection());
                    handler.handle(request);
                })
                .invalidRequestHandler(HttpListener::refuse)
                .listen();
    }

    private static void refuse(HttpServerRequest request) {
        Problem problem = Problem.of(null, statusOf(request.decoderResult().cause()));
        request.response().putHeader("connection", "close");
        problem.send(request);
    }

    private static int statusOf(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }
}
