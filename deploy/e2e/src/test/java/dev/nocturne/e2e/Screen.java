package dev.nocturne.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of a push node's stream that keeps every frame. */
abstract class Screen implements AutoCloseable {
    static final int CUT = 1006;

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private volatile long heard = System.nanoTime();
    private volatile long lastSeq;
    private boolean closed;

    /** As {@code before} left off, on another node. */
    static Screen resuming(Screen before, URI push) {
        return new WebSocketScreen(push, "since=" + before.lastSeq() + "&epoch=" + before.epoch());
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
        return lastSeq;
    }

    String epoch() {
        return notices("subscribed").get(0).path("epoch").asText();
    }

    /** The close code, where the stream has any, {@link #CUT} when it ended otherwise than it should; not done while it is open. */
    CompletableFuture<Integer> end() {
        return end;
    }

    /** What {@link #end} is when it is done. */
    OptionalInt endedWith() {
        return end.isDone() ? OptionalInt.of(end.join()) : OptionalInt.empty();
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
        abort();
    }

    /** Ends the connection without a word. */
    abstract void abort();

    /** @param seq the place to resume from once it has this frame; the highest counts */
    void keep(JsonNode frame, long seq) {
        synchronized (end) {
            if (!closed) {
                frames.add(frame);
                lastSeq = Math.max(lastSeq, seq);
            }
        }
        heard = System.nanoTime();
    }
}
