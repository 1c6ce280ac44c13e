package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One committed event in its public form. It carries the whole state of the alert <em>after</em> the event, so the
 * event with the highest {@code seq} of an alert is all that a screen needs to show it, and a late or repeated event
 * never makes a screen wrong.
 *
 * @param seq place in the feed, from 1
 * @param id the alert, a UUIDv7
 * @param ts when it was committed; never decreases with {@code seq}
 * @param occurredAt when the problem began, by the source's clock
 * @param sender whose token the event came with
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
    "seq",
    "event",
    "id",
    "site",
    "severity",
    "message",
    "ts",
    "status",
    "acknowledged",
    "host",
    "source",
    "sourceId",
    "occurredAt",
    "tags",
    "by",
    "note",
    "sender"
})
public record AlertEvent(
        long seq,
        EventKind event,
        UUID id,
        String site,
        Severity severity,
        String message,
        Instant ts,
        Status status,
        boolean acknowledged,
        @Nullable String host,
        String source,
        String sourceId,
        Instant occurredAt,
        List<Tag> tags,
        @Nullable String by,
        @Nullable String note,
        @Nullable String sender) {}
