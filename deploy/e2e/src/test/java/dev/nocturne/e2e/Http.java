package dev.nocturne.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.ScreenTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** HTTP as scripts and Zabbix speak it. */
final class Http {
    static final ObjectMapper JSON = new ObjectMapper();
    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Http() {}

    /**
     * @param retryAfter the header's value, or empty
     * @param json the body, or a missing node when it is not JSON
     */
    record Answer(int status, String retryAfter, JsonNode json) {
        boolean stored() {
            return status == 200 || status == 201;
        }

        /** The items of an array, or the one object. */
        List<JsonNode> each() {
            List<JsonNode> each = new ArrayList<>();
            if (json.isArray()) {
                json.forEach(each::add);
            } else {
                each.add(json);
            }
            return each;
        }
    }

    /** @throws IOException if there is no answer, as when the node is dead */
    static Answer post(URI url, String body) throws IOException {
        return post(url, body, TIMEOUT);
    }

    /** @throws IOException if there is no answer in time */
    static Answer post(URI url, String body, Duration timeout) throws IOException {
        return send(
                HttpRequest.newBuilder(url)
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + NocturneProcess.SENDER_TOKEN)
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                timeout);
    }

    static Answer get(URI url) throws IOException {
        return get(url, TIMEOUT);
    }

    /** @throws IOException if there is no answer in time */
    static Answer get(URI url, Duration timeout) throws IOException {
        return get(url, ScreenTokens.ALL, timeout);
    }

    /** @throws IOException if there is no answer in time */
    static Answer get(URI url, String token, Duration timeout) throws IOException {
        return send(HttpRequest.newBuilder(url).header("authorization", "Bearer " + token), timeout);
    }

    /** The whole feed as the REST pages tell it. */
    static List<JsonNode> events(URI push) throws IOException {
        return events(push, ScreenTokens.ALL);
    }

    static List<JsonNode> events(URI push, String token) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        long since = 0;
        while (since >= 0) {
            Answer page = get(push.resolve("/api/v1/events?limit=500&since=" + since), token, TIMEOUT);
            if (page.status() != 200) {
                throw new IOException("events answered " + page);
            }
            page.json().path("events").forEach(events::add);
            since = page.json().path("next").asLong(-1);
        }
        return events;
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static Answer send(HttpRequest.Builder request, Duration timeout) throws IOException {
        try {
            var response = CLIENT.send(request.timeout(timeout).build(), BodyHandlers.ofString());
            String retryAfter = response.headers().firstValue("retry-after").orElse("");
            return new Answer(response.statusCode(), retryAfter, parse(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
