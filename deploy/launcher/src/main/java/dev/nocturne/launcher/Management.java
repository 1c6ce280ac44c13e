package dev.nocturne.launcher;

import dev.nocturne.config.Address;
import dev.nocturne.http.Check;
import dev.nocturne.http.HttpConnections;
import dev.nocturne.http.HttpListener;
import dev.nocturne.http.Problem;
import dev.nocturne.http.Proxies;
import dev.nocturne.http.RequestTarget;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The port for those who run the node: whether it lives, whether it is ready, and its metrics. */
final class Management {
    private static final String JSON = "application/json";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private static final int CONNECTIONS = 1_000;
    private static final int CONNECTIONS_PER_ADDRESS = 100;

    private final Readiness readiness;
    private final PrometheusMeterRegistry metrics;
    private final HttpListener listener;

    Management(Readiness readiness, PrometheusMeterRegistry metrics, HttpListener listener) {
        this.readiness = readiness;
        this.metrics = metrics;
        this.listener = listener;
    }

    Future<HttpServer> listen(Vertx vertx, Address address) {
        var connections = new HttpConnections(vertx, new Proxies(List.of()), CONNECTIONS, CONNECTIONS_PER_ADDRESS);
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
            case "/health/live" -> send(request, 200, JSON, "{\"status\":\"live\"}");
            case "/health/ready" -> ready(request);
            default -> send(request, 200, METRICS, metrics.scrape());
        }
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
