package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.testkit.ScreenTokens;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A WebSocket client on a push node that keeps every frame. */
final class Screen implements AutoCloseable {
    static final int CUT = 1006;

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final WebSocket socket;
    private volatile long heard = System.nanoTime();
    private boolean closed;

    /** @param query such as {@code since=0}, or empty */
    Screen(URI push, String query) {
        this(push, query, Duration.ofSeconds(30));
    }

    /** @throws IllegalStateException if the node does not take it in time */
    Screen(URI push, String query, Duration patience) {
        URI url = URI.create(push.toString().replaceFirst("^http", "ws") + "/ws/alerts?" + query);
        CompletableFuture<WebSocket> opening = Http.CLIENT
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + ScreenTokens.ALL)
                .buildAsync(url, new Listener());
        try {
            socket = opening.get(patience.toMillis(), MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            opening.cancel(true);
            throw new IllegalStateException("no socket at " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As {@code before} left off, on another node. */
    static Screen resuming(Screen before, URI push) {
        return new Screen(push, "since=" + before.lastSeq() + "&epoch=" + before.epoch());
    }

    /** Frames of this kind, such as {@code stale}. */
    List<JsonNode> notices(String event) {
        return frames.stream()
                .filter(frame -> frame.path("event").asText().equals(event))
                .toList();
    }

    List<JsonNode> events() {
        return frames.stream()
                .filter(frame -> frame.path("event").asText().startsWith("alert."))
                .toList();
    }

    List<Long> seqs() {
        return events().stream().map(event -> event.path("seq").asLong()).toList();
    }

    /** Where it would resume. */
    long lastSeq() {
        LongStream known = frames.stream()
                .filter(frame -> frame.has("seq"))
                .mapToLong(frame -> frame.path("seq").asLong());
        return known.max().orElse(0);
    }

    String epoch() {
        return notices("subscribed").get(0).path("epoch").asText();
    }

    /** The close code, {@link #CUT} when the connection ended without one; not done while it is open. */
    CompletableFuture<Integer> end() {
        return end;
    }

    /** How long ago the last frame came. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    /** Nothing is kept of what comes after this. */
    @Override
    public void close() {
        synchronized (end) {
            closed = true;
        }
        socket.abort();
    }

    private void keep(JsonNode frame) {
        synchronized (end) {
            if (!closed) {
                frames.add(frame);
            }
        }
        heard = System.nanoTime();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                keep(Http.parse(message.toString()));
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end.complete(CUT);
        }
    }
}
