package dev.nocturne.store;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.BatchApplied;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Json;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one transaction writes: gives each new event its seq, recognises repeats, and folds events into the
 * state of their alerts. It knows nothing of SQL. Not for several threads.
 */
final class Batch {
    /** An alert's identity at its source. */
    record Key(String source, String sourceId) {
        static Key of(NewEvent event) {
            return new Key(event.identity().source(), event.identity().sourceId());
        }
    }

    /**
     * An event to insert, with the state of its alert after it.
     *
     * @param body the event's JSON, which {@code event} holds as UTF-8
     */
    record Added(FeedEvent event, String body, UUID identity, AlertState state) {}

    private final UUID epoch;
    private final long first;
    private final Instant ts;
    private final Map<UUID, Appended> known;
    private final Map<Key, AlertState> states;
    private final Set<Key> stored;
    private final Map<Key, Added> newAlerts = new LinkedHashMap<>();
    private final Map<Key, Added> changedAlerts = new LinkedHashMap<>();
    private final List<Added> added = new ArrayList<>();
    private final List<Appended> replies = new ArrayList<>();
    private long head;

    /**
     * @param first the first seq that is still kept
     * @param head the last seq that is in use
     * @param known what is stored under the identities in the batch
     * @param states the stored state of the alerts in the batch
     */
    Batch(UUID epoch, long first, long head, Instant ts, Map<UUID, Appended> known, Map<Key, AlertState> states) {
        this.epoch = epoch;
        this.first = first;
        this.head = head;
        this.ts = ts;
        this.known = known;
        this.states = states;
        this.stored = Set.copyOf(states.keySet());
    }

    void add(NewEvent event, UUID identity) {
        Appended before = known.get(identity);
        if (before != null) {
            replies.add(before);
            return;
        }
        head++;
        Key key = Key.of(event);
        AlertState old = states.get(key);
        AlertState state = old == null
                ? AlertState.first(event, identity, UuidCreator.getTimeOrderedEpoch(ts), head, ts)
                : old.then(event, identity, head, ts);
        UUID alertId = state.newest().id();
        states.put(key, state);
        known.put(identity, new Appended(alertId, head, false));
        replies.add(new Appended(alertId, head, true));
        String body = Json.text(state.newest());
        FeedEvent feedEvent =
                new FeedEvent(head, event.kind().code(), audience(old, state), sites(old, state), Buffer.buffer(body));
        Added last = new Added(feedEvent, body, identity, state);
        added.add(last);
        (stored.contains(key) ? changedAlerts : newAlerts).put(key, last);
    }

    /** Whoever was shown the alert while it named no site must hear that it has one now. */
    private static List<String> sites(@Nullable AlertState old, AlertState now) {
        List<String> sites = now.newest().alert().location().sites();
        if (old == null || sites.containsAll(old.newest().alert().location().sites())) {
            return sites;
        }
        Set<String> all = new LinkedHashSet<>(sites);
        all.addAll(old.newest().alert().location().sites());
        return List.copyOf(all);
    }

    /** Whoever was shown the alert as it was must hear that it is less severe now. */
    private static Severity audience(@Nullable AlertState old, AlertState now) {
        Severity severity = now.newest().alert().severity();
        return old == null || old.newest().alert().severity().compareTo(severity) < 0
                ? severity
                : old.newest().alert().severity();
    }

    /** The feed's. */
    UUID epoch() {
        return epoch;
    }

    long first() {
        return first;
    }

    /** The last seq in use when everything is written. */
    long head() {
        return head;
    }

    Instant ts() {
        return ts;
    }

    /** The new events, in seq order. */
    List<Added> added() {
        return added;
    }

    /** The last event of each alert that is not stored yet. */
    List<Added> newAlerts() {
        return List.copyOf(newAlerts.values());
    }

    /** The last event of each stored alert that changed. */
    List<Added> changedAlerts() {
        return List.copyOf(changedAlerts.values());
    }

    /** One for each event that was offered, in that order. */
    List<Appended> replies() {
        return replies;
    }

    /** @param milliseconds that it took to commit */
    BatchApplied applied(long milliseconds) {
        int applied = added.size();
        int submitted = replies.size();
        long size = added.stream().mapToLong(a -> a.event().json().length()).sum();
        return new BatchApplied(applied, submitted, submitted - applied, size, milliseconds);
    }

    FeedBatch feed() {
        return new FeedBatch(
                epoch, first, head, added.stream().map(Added::event).toList());
    }
}
