package dev.nocturne.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.auth.Senders;
import dev.nocturne.config.Address;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.config.Rate;
import dev.nocturne.http.HttpListener;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** An ingest node on a free port, and whoever posts to it. */
final class IngestClient {
    static final String PATH = "/internal/alerts";
    static final String JSON = "application/json";
    static final String GOOD = "{\"site\":\"Kilimanjaro\",\"severity\":\"high\",\"message\":\"m\"}";
    static final String TOKEN = SenderToken.generate();
    static final int CONNECTIONS = 100;
    static final int MAX_BODY = 100_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Address address;

    private IngestClient(Address address) {
        this.address = address;
    }

    static IngestClient deploy(Vertx vertx, Duration deadline, int inFlight) throws Exception {
        return deploy(vertx, verticle(deadline, inFlight));
    }

    static IngestClient deploy(Vertx vertx, IngestVerticle verticle) throws Exception {
        vertx.deployVerticle(verticle).await(10, SECONDS);
        return new IngestClient(Objects.requireNonNull(verticle.http()));
    }

    static IngestVerticle verticle(Duration deadline, int inFlight) {
        Rate rate = new Rate(100_000, 100_000);
        return verticle(new IngestConfig(
                new Address("127.0.0.1", 0),
                List.of(),
                CONNECTIONS,
                CONNECTIONS,
                MAX_BODY,
                inFlight,
                deadline,
                rate,
                rate,
                100));
    }

    static IngestVerticle verticle(IngestConfig config) {
        Sender sender = Sender.unlimited("tests", List.of(SenderToken.hash(TOKEN)));
        return new IngestVerticle(config, () -> new Senders(List.of(sender)), HttpListener.plain());
    }

    HttpResponse<String> post(String body) throws Exception {
        return post(PATH, JSON, body.getBytes(UTF_8));
    }

    HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
        return send(request(path).header("content-type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    /**
     * @param authorization the header's value
     * @param more names and values of further headers
     */
    HttpResponse<String> postAs(String authorization, String body, String... more) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(PATH))
                .header("authorization", authorization)
                .header("content-type", JSON);
        return send((more.length == 0 ? request : request.headers(more)).POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("authorization", "Bearer " + TOKEN);
    }

    HttpResponse<String> send(String method, String path) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(address.url("http") + path)).method(method, BodyPublishers.noBody()));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    URI uri(String path) {
        return URI.create(address.url("http") + path);
    }

    /** Sends bytes that no HTTP client would, and reads until the node closes the connection. */
    String raw(String request) throws Exception {
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** The problem in a refusal: never one of ours, never with what is inside. */
    static JsonObject problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotEmpty();
        assertThat(response.body()).doesNotContain("Exception", "\tat ", "io.vertx", "dev.nocturne", "com.fasterxml");
        return problem;
    }
}
