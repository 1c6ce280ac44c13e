package dev.nocturne.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** What senders were promised: for each 2xx, the event's seq and its alert's id. Safe for all threads. */
final class Ledger {
    private final Map<Long, String> promised = new TreeMap<>();

    /** @throws IllegalStateException if the seq was promised for another alert */
    synchronized void write(JsonNode stored) {
        long seq = stored.path("seq").asLong(-1);
        String id = stored.path("id").asText();
        String before = promised.putIfAbsent(seq, id);
        if (seq < 1 || id.isEmpty() || (before != null && !before.equals(id))) {
            throw new IllegalStateException("promised " + before + ", now " + stored);
        }
    }

    synchronized int size() {
        return promised.size();
    }

    /** Seq to id, lowest first. */
    synchronized Map<Long, String> promised() {
        return new TreeMap<>(promised);
    }

    synchronized long lastSeq() {
        return promised.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** The same view of what a reader saw. */
    static Map<Long, String> of(Iterable<JsonNode> events) {
        Map<Long, String> seen = new TreeMap<>();
        for (JsonNode event : events) {
            seen.put(event.path("seq").asLong(), event.path("id").asText());
        }
        return seen;
    }
}
