package dev.nocturne.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.e2e.Ledger.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The feed as PostgreSQL has it, without the help of any node, beside what was promised and what was seen. */
final class Comparison {
    private final Map<Long, Stored> feed = new HashMap<>();
    private final Outcome outcome;

    private record Stored(String identity, Place place) {
        static Stored of(JsonNode event) {
            String status = event.path("event").asText().equals("alert.resolved") ? "resolved" : "open";
            return new Stored(
                    event.path("source").asText() + " " + event.path("sourceId").asText() + " " + status,
                    Place.of(event));
        }
    }

    /** @param bodies every event, in the order of seq */
    Comparison(List<String> bodies, Outcome outcome) {
        this.outcome = outcome;
        for (String body : bodies) {
            Stored stored = Stored.of(Http.parse(body));
            feed.put(stored.place().seq(), stored);
        }
    }

    void withPromises(String source, Ledger ledger) {
        Set<String> identities = new HashSet<>();
        for (long seq = 1; seq <= feed.size(); seq++) {
            Stored stored = feed.get(seq);
            if (stored == null) {
                outcome.misordered("the feed has no " + seq);
            } else if (!identities.add(stored.identity())) {
                outcome.twice("stored twice: " + stored);
            }
        }
        ledger.contradictions().forEach(outcome::twice);
        ledger.places().forEach((identity, place) -> {
            if (!new Stored(source + " " + identity, place).equals(feed.get(place.seq()))) {
                outcome.lost("promised " + identity + " at " + place + ", stored " + feed.get(place.seq()));
            }
        });
    }

    /** @param before the seq after which the watcher began */
    void withSeen(Watcher watcher, long before, long head) {
        Set<Long> seen = new HashSet<>();
        long newest = before;
        for (JsonNode event : watcher.events()) {
            long seq = event.path("seq").asLong();
            if (!seen.add(seq)) {
                outcome.twice("seen twice: " + seq);
            } else if (seq < newest) {
                outcome.misordered("seen after " + newest + ": " + seq);
            }
            if (!Stored.of(event).equals(feed.get(seq))) {
                outcome.other("seen " + event + ", stored " + feed.get(seq));
            }
            newest = Math.max(newest, seq);
        }
        for (long seq = before + 1; seq <= head; seq++) {
            if (!seen.contains(seq)) {
                outcome.lost("not seen: " + seq);
            }
        }
        for (String notice : List.of("reset", "gap", "lagged", "error")) {
            watcher.notices(notice).forEach(frame -> outcome.other("told " + frame));
        }
    }
}
