package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.ClientAddress;
import dev.nocturne.http.Problem;
import dev.nocturne.input.InvalidInput;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
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
        // read before the query, from which they take the token
        Future<Optional<Access>> known = node.credentials().ofStream(request);
        switch (request.path()) {
            case EVENT_STREAM -> stream(request, known, Subscribe.parse(request, config.siteGroups()));
            case ALERTS -> {
                Subscribe first = Subscribe.parse(request.params(), config.siteGroups());
                upgrade(request, known, Door.FEED, connection -> session(connection, first));
            }
            case BATCHES -> {
                new Query(request.params(), NO_PARAMETERS);
                upgrade(request, known, Door.BATCHES, connection -> new BatchWatch(connection, hub));
            }
            default -> {
                String prefix = new Query(request.params(), ECHO_PARAMETERS).one("raw") == null ? "Echo: " : "";
                upgrade(request, known, Door.ECHO, connection -> new Echo(connection, prefix));
            }
        }
    }

    private Session session(Connection connection, Subscribe first) {
        return new Session(connection, hub, node.ring(), first);
    }

    /** Whoever shows no token may do so with the first message. */
    private void upgrade(
            HttpServerRequest request,
            Future<Optional<Access>> known,
            Door door,
            Function<Connection, Client> clients) {
        Future<?> upgraded = request.end().compose(read -> known).compose(access -> {
            access.ifPresent(door::require);
            String address = take(request);
            return Handshake.accept(request)
                    .onSuccess(written -> new WebSocket(request, hub, config.maxMessage(), gates(door, clients))
                            .takeOver(access.orElse(null)))
                    .onFailure(failure -> node.places().leave(address));
        });
        upgraded.onFailure(failure -> refuse(request, failure));
    }

    private void stream(HttpServerRequest request, Future<Optional<Access>> known, Subscribe first) {
        long retry = ThreadLocalRandom.current().nextLong(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
        request.end()
                .compose(read -> known)
                .map(access -> access.orElseThrow(
                        () -> new ServiceFailure(Kind.UNAUTHENTICATED, "a token is needed: authorization: Bearer")))
                .map(access -> {
                    Door.FEED.require(access);
                    take(request);
                    new EventStream(request, hub, gates(Door.FEED, connection -> session(connection, first)))
                            .takeOver(access, request.getHeader(HttpHeaders.ORIGIN), retry);
                    return access;
                })
                .onFailure(failure -> refuse(request, failure));
    }

    private Function<Connection, Gate> gates(Door door, Function<Connection, Client> clients) {
        return connection -> new Gate(connection, node, hub, door, clients.apply(connection));
    }

    private String take(HttpServerRequest request) {
        String address = ClientAddress.of(request.remoteAddress());
        switch (node.places().take(address)) {
            case NODE_FULL -> throw new ServiceFailure(Kind.BUSY, "this node has all the clients it takes");
            case ADDRESS_FULL -> throw new ServiceFailure(Kind.BUSY, "your address has all the clients it may have");
            case YES -> {}
        }
        return address;
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        ServiceFailure refusal = ServiceFailure.of(failure);
        node.audit().refused(ClientAddress.of(request.remoteAddress()), String.valueOf(refusal.getMessage()));
        Problem.of(refusal, refusal.kind().status()).send(request);
    }
}
