package dev.nocturne.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What senders were promised: for each 2xx, the event's seq and its alert's id. Safe for all threads. */
final class Ledger {
    private final Map<Long, String> promised = new TreeMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();

    /** Where an event is: its place in the feed and its alert. */
    record Place(long seq, String id) {
        static Place of(JsonNode event) {
            return new Place(event.path("seq").asLong(-1), event.path("id").asText());
        }
    }

    /** Notes what was promised for an event that may be sent more than once. */
    synchronized void write(String identity, JsonNode stored) {
        Place place = Place.of(stored);
        Place before = places.putIfAbsent(identity, place);
        if (before != null && !before.equals(place)) {
            contradictions.add(identity + " was at " + before + ", now at " + place);
        }
    }

    /** Identity to place. */
    synchronized Map<String, Place> places() {
        return Map.copyOf(places);
    }

    /** Repeats that were answered with another place than the first. */
    synchronized List<String> contradictions() {
        return List.copyOf(contradictions);
    }

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
