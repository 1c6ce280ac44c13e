package dev.nocturne.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as its source told it, validated, before the store gave it a {@code seq}. The four fields {@code source},
 * {@code sourceId}, {@code kind} and {@code updateId} are its identity: an event with the same four is a repeat.
 *
 * <p>The fields from {@code site} to {@code tags} are a snapshot of the alert as the source saw it at
 * {@code sourceOrder}. Of several snapshots the one with the highest order describes the alert, in whatever order
 * they arrive.
 *
 * @param source name of the system that knows the problem, such as {@code zabbix}
 * @param sourceId the problem's identity in that system (Zabbix: the problem's event id)
 * @param updateId tells updates of one problem apart; empty for created and resolved
 * @param sourceOrder microseconds since the epoch by the source's clock
 * @param occurredAt when the problem began, by the source's clock; the same for each event of an alert
 * @param acknowledged as of {@code sourceOrder}
 * @param by the person who did it, if one did
 * @param note what that person wrote
 * @param sender whose token it came with; no part of its identity
 */
public record NewEvent(
        EventKind kind,
        String source,
        String sourceId,
        String updateId,
        long sourceOrder,
        Instant occurredAt,
        String site,
        Severity severity,
        String message,
        @Nullable String host,
        Status status,
        boolean acknowledged,
        List<Tag> tags,
        @Nullable String by,
        @Nullable String note,
        @Nullable String sender) {
    /** The site of an alert whose source names none. */
    public static final String NO_SITE = "unassigned";

    public NewEvent {
        tags = List.copyOf(tags);
    }

    public NewEvent sentBy(String name) {
        return new NewEvent(
                kind,
                source,
                sourceId,
                updateId,
                sourceOrder,
                occurredAt,
                site,
                severity,
                message,
                host,
                status,
                acknowledged,
                tags,
                by,
                note,
                name);
    }

    /** The identity as one text; a NUL, which no field can hold, separates its parts. */
    public String identity() {
        return source + '\0' + sourceId + '\0' + kind.code() + '\0' + updateId;
    }
}
