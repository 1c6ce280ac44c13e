package dev.nocturne.push;

import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.Problem;
import dev.nocturne.input.InvalidInput;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code GET /ws/alerts}: checks an upgrade (RFC 6455 section 4.2.1) and hands the socket to the hub. */
final class AlertSockets implements Handler<HttpServerRequest> {
    static final String PATH = "/ws/alerts";

    private static final int KEY_BYTES = 16;

    private final PushConfig config;
    private final Feed feed;
    private final Hub hub;
    private final Origins origins;
    private final AtomicInteger connections;

    AlertSockets(PushConfig config, Feed feed, Hub hub, AtomicInteger connections) {
        this.config = config;
        this.feed = feed;
        this.hub = hub;
        this.origins = new Origins(config.origins());
        this.connections = connections;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Problem refusal = refusal(request);
        if (refusal != null) {
            refusal.send(request);
            return;
        }
        try {
            Subscribe subscribe = Subscribe.parse(request.params(), config.siteGroups());
            accept(request, subscribe);
        } catch (IllegalArgumentException | InvalidInput e) {
            Problem.of(e, 400).send(request);
        }
    }

    private void accept(HttpServerRequest request, Subscribe subscribe) {
        if (connections.incrementAndGet() > config.connections()) {
            connections.decrementAndGet();
            Problem.of(new ServiceFailure(Kind.BUSY, "this node has all the clients it takes"), 503)
                    .send(request);
            return;
        }
        request.toWebSocket()
                .onSuccess(socket -> hub.open(socket, subscribe))
                .onFailure(failure -> connections.decrementAndGet());
    }

    private @Nullable Problem refusal(HttpServerRequest request) {
        if (!HttpMethod.GET.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET");
            return Problem.of(null, 405);
        }
        if (!isUpgrade(request)) {
            request.response().putHeader(HttpHeaders.UPGRADE, "websocket").putHeader("sec-websocket-version", "13");
            return Problem.plain(426, "this path speaks WebSocket, version 13");
        }
        if (!hasKey(request)) {
            return Problem.plain(400, "sec-websocket-key must be 16 bytes in base64 (RFC 6455 section 4.1)");
        }
        if (!origins.allow(request)) {
            return Problem.plain(403, "this Origin is not allowed; push.origins lists others than the node's own host");
        }
        if (!feed.isFilled()) {
            return Problem.of(new ServiceFailure(Kind.UNAVAILABLE, "this node has not found the store yet"), 503);
        }
        return null;
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
                && request.headers().contains(HttpHeaders.CONNECTION, "upgrade", true)
                && "13".equals(request.getHeader("sec-websocket-version"));
    }

    private static boolean hasKey(HttpServerRequest request) {
        try {
            String key = request.getHeader("sec-websocket-key");
            return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
