package dev.nocturne.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as its source told it, validated, before the store gave it a {@code seq}.
 *
 * <p>Of several snapshots of an alert the one with the highest order describes it, in whatever order they arrive.
 *
 * @param sourceOrder of the snapshot: microseconds since the epoch by the source's clock
 * @param warnings what was wrong with what the sender sent and what was done about it, a sentence each; for people
 * @param sender whose token it came with; no part of its identity
 */
public record NewEvent(
        EventIdentity identity,
        long sourceOrder,
        Beginning began,
        Snapshot snapshot,
        Author author,
        List<String> warnings,
        @Nullable String sender) {

    public NewEvent {
        warnings = List.copyOf(warnings);
    }

    public EventKind kind() {
        return identity.kind();
    }

    public NewEvent sentBy(String name) {
        return new NewEvent(identity, sourceOrder, began, snapshot, author, warnings, name);
    }
}
