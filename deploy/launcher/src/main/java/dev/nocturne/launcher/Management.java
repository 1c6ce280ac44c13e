package dev.nocturne.launcher;

import dev.nocturne.config.Address;
import dev.nocturne.http.HttpConnections;
import dev.nocturne.http.HttpListener;
import dev.nocturne.http.Problem;
import dev.nocturne.http.Proxies;
import dev.nocturne.http.RequestTarget;
import dev.nocturne.node.Check;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The port for those who run the node: whether it lives, whether it is ready, and its metrics. */
final class Management {
    private static final String JSON = "application/json";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private static final int CONNECTIONS = 1_000;
    private static final int CONNECTIONS_PER_ADDRESS = 100;

    private final Readiness readiness;
    private final Supplier<Optional<String>> stuck;
    private final PrometheusMeterRegistry metrics;
    private final HttpListener listener;

    /** @param stuck why the node no longer lives, if it does not */
    Management(
            Readiness readiness,
            Supplier<Optional<String>> stuck,
            PrometheusMeterRegistry metrics,
            HttpListener listener) {
        this.readiness = readiness;
        this.stuck = stuck;
        this.metrics = metrics;
        this.listener = listener;
    }

    Future<HttpServer> listen(Vertx vertx, Address address) {
        var connections = new HttpConnections(new Proxies(List.of()), CONNECTIONS, CONNECTIONS_PER_ADDRESS);
        connections.start(vertx);
        return listener.listen(vertx, listener.options(address), connections, this::handle);
    }

    private void handle(HttpServerRequest request) {
        String path = RequestTarget.path(request);
        boolean known = switch (path) {
            case "/health/live", "/health/ready", "/metrics" -> true;
            default -> false;
        };
        if (!known) {
            Problem.of(null, 404).send(request);
        } else if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader("allow", "GET, HEAD");
            Problem.of(null, 405).send(request);
        } else {
            answer(request, path);
        }
    }

    private void answer(HttpServerRequest request, String path) {
        request.response().putHeader("cache-control", "no-store");
        switch (path) {
            case "/health/live" -> live(request);
            case "/health/ready" -> ready(request);
            default -> send(request, 200, METRICS, metrics.scrape());
        }
    }

    private void live(HttpServerRequest request) {
        Optional<String> reason = stuck.get();
        JsonObject body = new JsonObject().put("status", reason.isEmpty() ? "live" : "stuck");
        reason.ifPresent(detail -> body.put("detail", detail));
        send(request, reason.isEmpty() ? 200 : 503, JSON, body.encode());
    }

    private void ready(HttpServerRequest request) {
        List<Check> checks = readiness.checks();
        boolean ready = checks.stream().allMatch(Check::ok);
        JsonArray list = new JsonArray();
        checks.forEach(check -> list.add(
                new JsonObject().put("name", check.name()).put("ok", check.ok()).put("detail", check.detail())));
        JsonObject body =
                new JsonObject().put("status", ready ? "ready" : "not ready").put("checks", list);
        send(request, ready ? 200 : 503, JSON, body.encode());
    }

    private static void send(HttpServerRequest request, int status, String type, String body) {
        request.response().setStatusCode(status).putHeader("content-type", type).end(body);
    }
}
