package dev.nocturne.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.testkit.ScreenTokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** On {@code /sse/alerts}, as an EventSource reads it (WHATWG HTML section 9.2.6): what has no empty line behind it is nothing. */
final class EventStreamScreen extends Screen {
    /** How {@link #end} is told of a stream whose node has ended it. */
    static final int ENDED = 0;

    private final InputStream body;
    private final AtomicInteger comments = new AtomicInteger();

    EventStreamScreen(URI push, String query) {
        this(push, query, null, PATIENCE);
    }

    /**
     * @param lastEventId what a browser sends when it comes back, or null
     * @throws IllegalStateException if the node does not take it in time
     */
    EventStreamScreen(URI push, String query, @Nullable Long lastEventId, Duration patience) {
        this(push, query, lastEventId, patience, ScreenTokens.ALL);
    }

    /** As who has this token. */
    static EventStreamScreen as(String token, URI push, String query) {
        return new EventStreamScreen(push, query, null, PATIENCE, token);
    }

    private EventStreamScreen(URI push, String query, @Nullable Long lastEventId, Duration patience, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(push + "/sse/alerts?" + query))
                .header("accept", "text/event-stream")
                .header("authorization", "Bearer " + token)
                .timeout(patience);
        if (lastEventId != null) {
            request.header("last-event-id", lastEventId.toString());
        }
        body = open(request.build());
        Thread reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    private static InputStream open(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = Http.CLIENT.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new IllegalStateException("no stream at " + request.uri() + ": " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException("no stream at " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many signs of life came that say nothing. */
    int comments() {
        return comments.get();
    }

    @Override
    void abort() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            long id = 0;
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = Long.parseLong(
                            line.substring(line.lastIndexOf(':') + 1).strip());
                } else if (line.startsWith("data: ")) {
                    data.append(line, "data: ".length(), line.length());
                } else if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else if (line.isEmpty() && !data.isEmpty()) {
                    keep(Http.parse(data.toString()), id);
                    data.setLength(0);
                }
            }
            end().complete(ENDED);
        } catch (IOException e) {
            end().complete(CUT);
        }
    }
}
