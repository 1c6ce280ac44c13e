package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.FailureLog;
import dev.nocturne.http.HeaderList;
import dev.nocturne.http.Problem;
import dev.nocturne.http.Proxies;
import dev.nocturne.http.Query;
import dev.nocturne.http.RequestTarget;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The paths of long-lived connections: who is let in, and whom they speak with. One for each event loop. */
final class StreamPaths {
    private static final String ALERTS = "/ws/alerts";
    private static final String BATCHES = "/ws/batches";
    private static final String ECHO = "/ws/echo";
    private static final String EVENT_STREAM = "/sse/alerts";
    private static final Set<String> FEED = Set.of(ALERTS, EVENT_STREAM);
    private static final Set<String> ALL = Set.of(ALERTS, BATCHES, ECHO, EVENT_STREAM);
    private static final List<String> BATCH_PARAMETERS = List.of(Subscribe.TOKEN, Subscribe.TICKET);
    private static final List<String> ECHO_PARAMETERS = List.of("raw", Subscribe.TOKEN, Subscribe.TICKET);
    private static final long MIN_RETRY_MILLIS = 1_000;
    private static final long MAX_RETRY_MILLIS = 3_000;

    private final PushConfig config;
    private final Vertx vertx;
    private final Hub hub;
    private final Ring ring;
    private final AccessControl control;
    private final Availability availability;
    private final Proxies proxies;
    private final FailureLog failures;
    private final Origins origins;
    private final Cors cors;

    StreamPaths(
            PushConfig config,
            Vertx vertx,
            Hub hub,
            Ring ring,
            AccessControl control,
            Availability availability,
            Proxies proxies,
            FailureLog failures) {
        this.config = config;
        this.vertx = vertx;
        this.hub = hub;
        this.ring = ring;
        this.control = control;
        this.availability = availability;
        this.proxies = proxies;
        this.failures = failures;
        this.origins = new Origins(config.origins());
        this.cors = new Cors(origins);
    }

    boolean has(HttpServerRequest request) {
        return ALL.contains(RequestTarget.path(request));
    }

    void handle(HttpServerRequest request) {
        String path = RequestTarget.path(request);
        try {
            if (EVENT_STREAM.equals(path) && cors.answered(request)) {
                return;
            }
            Problem refusal = refusal(request, path);
            if (refusal == null) {
                open(request, path);
            } else {
                send(request, refusal);
            }
        } catch (ServiceFailure | InvalidInput e) {
            send(request, Problem.of(e, 400));
        }
    }

    private @Nullable Problem refusal(HttpServerRequest request, String path) {
        if (!HttpMethod.GET.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET");
            return Problem.of(null, 405);
        }
        Problem refusal = EVENT_STREAM.equals(path) ? notAccepted(request) : Handshake.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        if (!origins.allow(request)) {
            return Problem.plain(403, "this Origin is not allowed; push.origins lists others than the node's own host");
        }
        return availability.refusal(FEED.contains(path));
    }

    private static @Nullable Problem notAccepted(HttpServerRequest request) {
        return HeaderList.accepts(request.headers(), "text/event-stream")
                ? null
                : Problem.plain(406, "this path sends text/event-stream");
    }

    private void open(HttpServerRequest request, String path) {
        switch (path) {
            case EVENT_STREAM -> {
                Query query = new Query(request.query(), Subscribe.PARAMETERS);
                stream(request, Shown.of(request, query), Subscribe.parse(request, query, config.siteGroups()));
            }
            case ALERTS -> {
                Query query = new Query(request.query(), Subscribe.PARAMETERS);
                Subscribe first = Subscribe.parse(query, config.siteGroups());
                upgrade(request, Shown.of(request, query), Door.FEED, connection -> session(connection, first));
            }
            case BATCHES -> {
                Query query = new Query(request.query(), BATCH_PARAMETERS);
                query.check();
                upgrade(
                        request,
                        Shown.of(request, query),
                        Door.BATCHES,
                        connection -> new BatchWatch(connection, hub.watches()));
            }
            default -> {
                Query query = new Query(request.query(), ECHO_PARAMETERS);
                String prefix = query.one("raw") == null ? "Echo: " : "";
                query.check();
                upgrade(request, Shown.of(request, query), Door.ECHO, connection -> new Echo(connection, prefix));
            }
        }
    }

    private Session session(Connection connection, Subscribe first) {
        return new Session(connection, hub, ring, first);
    }

    /** Whoever shows no token may do so with the first message. */
    private void upgrade(HttpServerRequest request, Shown shown, Door door, Function<Connection, Client> clients) {
        admit(request, shown, access -> {
            access.ifPresent(door::require);
            return address -> new WebSocket(
                            request, address, hub, config.maxMessage(), gates(door, clients, access.orElse(null)))
                    .takeOver(request);
        });
    }

    private void stream(HttpServerRequest request, Shown shown, Subscribe first) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        long retry = ThreadLocalRandom.current().nextLong(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
        admit(request, shown, access -> {
            Access known = access.orElseThrow(
                    () -> new ServiceFailure(Kind.UNAUTHENTICATED, "a token is needed: authorization: Bearer"));
            Door.FEED.require(known);
            return address -> new EventStream(
                            request, address, hub, gates(Door.FEED, connection -> session(connection, first), known))
                    .takeOver(request, origin, retry);
        });
    }

    /** @param doorman refuses by an exception, or gives what takes the connection of an address over, and tells whether it was there */
    private void admit(HttpServerRequest request, Shown shown, Function<Optional<Access>, Predicate<String>> doorman) {
        request.end()
                .compose(read -> control.credentials().of(request, shown))
                .map(doorman)
                .map(takeOver -> inPlace(proxies.client(request), takeOver))
                .onFailure(failure -> refuse(request, failure));
    }

    /** Takes one of the node's places, which a connection that was taken over gives back at its end. */
    private boolean inPlace(String address, Predicate<String> takeOver) {
        switch (control.places().take(address)) {
            case NODE_FULL -> throw new ServiceFailure(Kind.BUSY, "this node has all the clients it takes");
            case ADDRESS_FULL -> throw new ServiceFailure(Kind.BUSY, "your address has all the clients it may have");
            case YES -> {}
        }
        boolean taken = false;
        try {
            taken = takeOver.test(address);
        } finally {
            if (!taken) {
                control.places().leave(address);
            }
        }
        return taken;
    }

    private Function<Connection, ConnectionListener> gates(
            Door door, Function<Connection, Client> clients, @Nullable Access known) {
        return connection -> new Gate(connection, control, vertx, door, clients.apply(connection), known);
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        ServiceFailure refusal = ServiceFailure.of(failure);
        Problem problem = Problem.of(refusal, 500);
        if (problem.isOurs()) {
            failures.report(request, failure);
        }
        send(request, problem);
    }

    private void send(HttpServerRequest request, Problem refusal) {
        control.audit().refused(request, refusal);
        refusal.send(request);
    }
}
