package dev.nocturne.push;

import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.Problem;
import dev.nocturne.input.InvalidInput;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The paths of long-lived connections: who is let in, and whom they speak with. One for each event loop. */
final class StreamPaths {
    private static final String ALERTS = "/ws/alerts";
    private static final String BATCHES = "/ws/batches";
    private static final String ECHO = "/ws/echo";
    private static final String EVENT_STREAM = "/sse/alerts";
    private static final Set<String> FEED = Set.of(ALERTS, EVENT_STREAM);
    private static final Set<String> ALL = Set.of(ALERTS, BATCHES, ECHO, EVENT_STREAM);
    private static final Set<String> NO_PARAMETERS = Set.of();
    private static final Set<String> ECHO_PARAMETERS = Set.of("raw");
    private static final long MIN_RETRY_MILLIS = 1_000;
    private static final long MAX_RETRY_MILLIS = 3_000;

    private final PushConfig config;
    private final PushNode node;
    private final Hub hub;
    private final Origins origins;

    StreamPaths(PushConfig config, PushNode node, Hub hub) {
        this.config = config;
        this.node = node;
        this.hub = hub;
        this.origins = new Origins(config.origins());
    }

    boolean has(String path) {
        return ALL.contains(path);
    }

    void handle(HttpServerRequest request) {
        Problem refusal = refusal(request);
        if (refusal != null) {
            refusal.send(request);
            return;
        }
        try {
            open(request);
        } catch (IllegalArgumentException | InvalidInput e) {
            Problem.of(e, 400).send(request);
        }
    }

    private @Nullable Problem refusal(HttpServerRequest request) {
        if (!HttpMethod.GET.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET");
            return Problem.of(null, 405);
        }
        Problem refusal = EVENT_STREAM.equals(request.path()) ? notAccepted(request) : Handshake.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        if (!origins.allow(request)) {
            return Problem.plain(403, "this Origin is not allowed; push.origins lists others than the node's own host");
        }
        return node.refusal(FEED.contains(request.path()));
    }

    private static @Nullable Problem notAccepted(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean accepted = accept == null || accept.contains("text/event-stream") || accept.contains("*/*");
        return accepted ? null : Problem.plain(406, "this path sends text/event-stream");
    }

    private void open(HttpServerRequest request) {
        switch (request.path()) {
            case EVENT_STREAM -> stream(request, Subscribe.parse(request, config.siteGroups()));
            case ALERTS -> {
                Subscribe first = Subscribe.parse(request.params(), config.siteGroups());
                upgrade(request, connection -> new Session(connection, hub, node.ring(), first));
            }
            case BATCHES -> {
                new Query(request.params(), NO_PARAMETERS);
                upgrade(request, connection -> new BatchWatch(connection, hub));
            }
            default -> {
                String prefix = new Query(request.params(), ECHO_PARAMETERS).one("raw") == null ? "Echo: " : "";
                upgrade(request, connection -> new Echo(connection, prefix));
            }
        }
    }

    private void upgrade(HttpServerRequest request, Connection.Maker maker) {
        admit(
                request,
                () -> Handshake.accept(request)
                        .onSuccess(written -> new WebSocket(request, hub, config.maxMessage(), maker).takeOver()));
    }

    private void stream(HttpServerRequest request, Subscribe first) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        long retry = ThreadLocalRandom.current().nextLong(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
        admit(request, () -> {
            new EventStream(request, hub, connection -> new Session(connection, hub, node.ring(), first))
                    .takeOver(origin, retry);
            return Future.succeededFuture();
        });
    }

    /** Takes one of the node's places for the request, which the connection gives back when it is gone. */
    private void admit(HttpServerRequest request, Supplier<Future<?>> answer) {
        if (!node.takePlace()) {
            Problem.of(new ServiceFailure(Kind.BUSY, "this node has all the clients it takes"), 503)
                    .send(request);
            return;
        }
        request.end().compose(read -> answer.get()).onFailure(failure -> node.leavePlace());
    }
}
