package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One committed event in its public form, which is one flat JSON object. It carries the whole state of the alert
 * <em>after</em> the event, so the event with the highest {@code seq} of an alert is all that a screen needs to show
 * it, and a late or repeated event never makes a screen wrong.
 *
 * @param seq place in the feed, from 1
 * @param id the alert, a UUIDv7
 * @param ts when it was committed; never decreases with {@code seq}
 * @param occurredAt when the problem began, by the source's clock
 * @param alert the alert after the event
 * @param warnings of this event, see {@link NewEvent}
 * @param sender whose token the event came with
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AlertEvent(
        long seq,
        EventKind event,
        UUID id,
        @JsonUnwrapped Snapshot alert,
        Instant ts,
        String source,
        String sourceId,
        Instant occurredAt,
        @JsonUnwrapped Acknowledgement acknowledgement,
        @JsonUnwrapped Author author,
        List<String> warnings,
        @Nullable String sender) {

    public AlertEvent {
        warnings = List.copyOf(warnings);
    }
}
