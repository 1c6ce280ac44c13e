package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.testkit.ScreenTokens;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** On {@code /ws/alerts}. */
final class WebSocketScreen extends Screen {
    private final WebSocket socket;

    /** @param query such as {@code since=0}, or empty */
    WebSocketScreen(URI push, String query) {
        this(push, query, PATIENCE);
    }

    /** @throws IllegalStateException if the node does not take it in time */
    WebSocketScreen(URI push, String query, Duration patience) {
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

    @Override
    void abort() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                JsonNode frame = Http.parse(message.toString());
                keep(frame, frame.path("seq").asLong());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end().complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end().complete(CUT);
        }
    }
}
