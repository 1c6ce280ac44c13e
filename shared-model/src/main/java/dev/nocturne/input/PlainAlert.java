package dev.nocturne.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.model.Author;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Beginning.Certainty;
import dev.nocturne.model.Details;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Snapshot;
import dev.nocturne.model.Status;
import dev.nocturne.model.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body for scripts and API clients: {@code site}, {@code severity} and {@code message}, and if they wish
 * {@code host}, {@code source}, {@code sourceId}, {@code status}, {@code occurredAt}, {@code tags} and {@code note}. Two bodies
 * with one {@code source} and {@code sourceId} are about one alert: the second is a repeat, or with the status
 * {@code resolved} its end.
 */
public final class PlainAlert {
    private static final List<String> KNOWN = List.of(
            "site", "severity", "message", "host", "source", "sourceId", "status", "occurredAt", "tags", "note");

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private PlainAlert() {}

    /**
     * @param prefix stands before each field's name in errors
     * @param now the event's place among those of its source
     * @throws InvalidInput naming each wrong field
     */
    public static NewEvent parse(ObjectNode body, String prefix, Instant now) {
        Fields fields = new Fields(body, prefix, text -> text);
        fields.refuseOthers(KNOWN);
        String site = fields.required("site", Limits.SITE);
        Severity severity = fields.severity("severity");
        String message = fields.required("message", Limits.MESSAGE);
        String host = fields.optional("host", Limits.HOST);
        String source = fields.optional("source", Limits.SOURCE);
        String sourceId = fields.optional("sourceId", Limits.SOURCE_ID);
        Status status = fields.optional("status", Limits.SEVERITY, Status.OPEN, PlainAlert::parseStatus);
        Beginning began = fields.optional(
                "occurredAt", Limits.TIME, new Beginning(now, Certainty.RECEIVED), PlainAlert::parseTime);
        List<Tag> tags = fields.tags("tags");
        String note = fields.optional("note", Limits.NOTE);
        if (status == Status.RESOLVED && sourceId == null) {
            fields.error("sourceId", "is missing: it says which alert is resolved");
        }
        fields.check();
        EventKind kind = status == Status.OPEN ? EventKind.CREATED : EventKind.RESOLVED;
        List<String> hosts = host == null ? List.of() : List.of(host);
        return new NewEvent(
                new EventIdentity(source == null ? "api" : source, orRandom(sourceId), kind, ""),
                ChronoUnit.MICROS.between(Instant.EPOCH, now),
                began,
                new Snapshot(
                        new Location(List.of(site.strip()), hosts, List.of()),
                        severity,
                        message,
                        status,
                        false,
                        false,
                        Details.tagged(tags)),
                Author.noting(note),
                List.of(),
                null);
    }

    private static String orRandom(@Nullable String sourceId) {
        return sourceId == null ? UUID.randomUUID().toString() : sourceId;
    }

    /** @throws IllegalArgumentException that lists what is known */
    public static Status parseStatus(String text) {
        return switch (text) {
            case "open" -> Status.OPEN;
            case "resolved" -> Status.RESOLVED;
            default -> throw new IllegalArgumentException("must be open or resolved");
        };
    }

    private static Beginning parseTime(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return Beginning.exact(time);
            }
        } catch (DateTimeParseException e) {
            // answered below, like a year that RFC 3339 cannot write
        }
        throw new IllegalArgumentException("must be an RFC 3339 time such as 2026-11-20T18:55:00Z");
    }
}
