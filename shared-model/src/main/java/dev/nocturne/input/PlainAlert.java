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
import dev.nocturne.model.Snapshot;
import dev.nocturne.model.Status;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body for scripts and API clients: {@code site} (or {@code sites}), {@code severity} and {@code message}, and any of the
 * other fields of a public event. Two bodies with one {@code source} and {@code sourceId} are about one alert: the second
 * is a repeat, or with the status {@code resolved} its end. A missing or misspelt field is an error, as its author is there
 * to read it; a value that cannot be kept as it is costs a warning.
 */
public final class PlainAlert {
    private static final List<String> REQUIRED = List.of("site", "severity", "message");
    private static final List<String> KNOWN = List.of(
            "site",
            "sites",
            "severity",
            "message",
            "host",
            "hosts",
            "groups",
            "source",
            "sourceId",
            "status",
            "occurredAt",
            "tags",
            "url",
            "runbook",
            "opdata",
            "note");

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private PlainAlert() {}

    /**
     * @param prefix stands before each field's name in errors
     * @param defaultSource for a body that names none
     * @param now the event's place among those of its source
     * @throws InvalidInput naming each wrong field
     */
    public static NewEvent parse(ObjectNode body, String prefix, String defaultSource, Instant now) {
        Fields fields = new Fields(body, prefix, text -> text);
        fields.refuseOthers(KNOWN);
        for (String name : REQUIRED) {
            if (!body.has(name) && !(name.equals("site") && body.has("sites"))) {
                fields.error(name, "is missing");
            }
        }
        String source = fields.optional("source", Limits.SOURCE);
        String sourceId = fields.optional("sourceId", Limits.SOURCE_ID);
        Status status = fields.optional("status", Limits.SEVERITY, Status.OPEN, PlainAlert::parseStatus);
        if (status == Status.RESOLVED && sourceId == null) {
            fields.error("sourceId", "is missing: it says which alert is resolved");
        }
        fields.check();
        Labels labels = new Labels(body, text -> text);
        EventKind kind = status == Status.OPEN ? EventKind.CREATED : EventKind.RESOLVED;
        return new NewEvent(
                new EventIdentity(source == null ? defaultSource : source, orRandom(sourceId), kind, ""),
                ChronoUnit.MICROS.between(Instant.EPOCH, now),
                began(labels, now),
                snapshot(labels, status),
                Author.noting(labels.text("note", Limits.NOTE)),
                labels.warnings(),
                null);
    }

    private static Snapshot snapshot(Labels labels, Status status) {
        String message = labels.text("message", Limits.MESSAGE);
        if (message == null) {
            labels.warn("The alert has no message.");
        }
        return new Snapshot(
                new Location(
                        sites(labels),
                        hosts(labels),
                        labels.distinct("groups", labels.list("groups", Limits.HOST), Limits.HOSTS)),
                labels.severity("severity"),
                message == null ? Snapshot.NO_MESSAGE : message,
                status,
                false,
                false,
                new Details(
                        labels.tags("tags"),
                        labels.text("url", Limits.URL),
                        labels.text("runbook", Limits.URL),
                        labels.text("opdata", Limits.OPDATA)));
    }

    private static List<String> sites(Labels labels) {
        List<String> named = new ArrayList<>(labels.sites("site"));
        named.addAll(labels.sites("sites"));
        List<String> sites = labels.distinct("sites", named, Limits.SITES);
        if (sites.isEmpty()) {
            labels.warn("The alert names no site.");
        }
        return sites.isEmpty() ? List.of(Location.NO_SITE) : sites;
    }

    private static List<String> hosts(Labels labels) {
        List<String> hosts = new ArrayList<>(labels.list("host", Limits.HOST));
        hosts.addAll(labels.list("hosts", Limits.HOST));
        return labels.distinct("hosts", hosts, Limits.HOSTS);
    }

    private static Beginning began(Labels labels, Instant now) {
        String text = labels.text("occurredAt", Limits.TIME);
        try {
            return text == null ? new Beginning(now, Certainty.RECEIVED) : Beginning.exact(parseTime(text));
        } catch (IllegalArgumentException e) {
            labels.warn("\"occurredAt\" " + e.getMessage() + ". The time of arrival was taken.");
            return new Beginning(now, Certainty.RECEIVED);
        }
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

    private static Instant parseTime(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // answered below, like a year that RFC 3339 cannot write
        }
        throw new IllegalArgumentException("must be an RFC 3339 time such as 2026-11-20T18:55:00Z");
    }
}
