package dev.nocturne.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.Labels;
import dev.nocturne.input.Limits;
import dev.nocturne.model.Author;
import dev.nocturne.model.Details;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Snapshot;
import dev.nocturne.model.Status;
import dev.nocturne.model.Tag;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body that a Zabbix 6 or 7 webhook sends, with one field for each macro: {@code {EVENT.ID}} is {@code event_id}, or
 * as written, {@code EVENT.ID}. Values are texts or numbers; a macro that Zabbix could not resolve arrives as it is, as
 * {@code *UNKNOWN*} or empty, and counts as absent.
 *
 * <p>Identity is the problem's event id, also in recoveries and updates; only a body without one is refused. Everything else
 * describes the alert, and costs a warning where it is wrong.
 */
final class ZabbixAlert {
    private static final Pattern UNRESOLVED =
            Pattern.compile("\\{[A-Z][A-Z0-9_]*(\\.[^{}]*)?}|\\{\\$[A-Z0-9_.]+(:[^{}]*)?}|\\*UNKNOWN\\*");
    private static final Pattern EVENT_ID = Pattern.compile("[0-9]{1,20}");
    private static final String EVENT_ID_MACRO = "{EVENT.ID}";
    private static final String CANCELED = "NOTE: Escalation canceled";
    private static final List<String> YES = List.of("yes", "1", "true");

    private final ObjectNode body;
    private final Fields identity;
    private final Labels labels;

    private ZabbixAlert(ObjectNode body, String prefix) {
        this.body = withFieldNames(body);
        this.identity = new Fields(this.body, prefix, ZabbixAlert::resolved);
        this.labels = new Labels(this.body, ZabbixAlert::resolved);
    }

    private static @Nullable String resolved(String text) {
        return UNRESOLVED.matcher(text).matches() ? null : text;
    }

    /** Whether the body is a Zabbix webhook's at all. */
    static boolean matches(ObjectNode body) {
        return body.has("event_id") || body.has("EVENT.ID");
    }

    /** Whether it comes from the Test button of a media type, which replaces no macro: it is about no event. */
    static boolean isTest(ObjectNode body) {
        ObjectNode fields = withFieldNames(body);
        return fields.path("event_id").asText("").strip().equals(EVENT_ID_MACRO)
                && Stream.of("event_value", "event_name", "event_nseverity")
                        .allMatch(name -> resolved(fields.path(name).asText("").strip()) == null
                                || fields.path(name).asText("").isBlank());
    }

    /**
     * @param source name of the sending Zabbix
     * @param zone of that Zabbix, or null if it was not configured
     * @param zones what was seen of the zones of sources
     * @param now stands in for {@code alert_epoch} where the media type does not send it
     * @throws InvalidInput naming what the body lacks to be about an event
     */
    static NewEvent parse(
            ObjectNode body, String prefix, String source, @Nullable ZoneId zone, SourceZones zones, Instant now) {
        ZabbixAlert alert = new ZabbixAlert(body, prefix);
        return alert.read(source, new ZabbixTimes(alert.labels, source, zone, zones, now));
    }

    private static ObjectNode withFieldNames(ObjectNode macros) {
        if (!macros.has("EVENT.ID")) {
            return macros;
        }
        ObjectNode named = macros.objectNode();
        macros.properties().forEach(e -> named.set(fieldName(e.getKey()), e.getValue()));
        return named;
    }

    /** The field that stands for a macro: {@code event_id} for {@code EVENT.ID}. */
    static String fieldName(String macro) {
        return macro.toLowerCase(Locale.ROOT).replace('.', '_');
    }

    private NewEvent read(String source, ZabbixTimes times) {
        String id = identity.required("event_id", Limits.SOURCE_ID, "", ZabbixAlert::parseId);
        String eventSource = identity.optional("event_source", Limits.SEVERITY);
        if (eventSource != null && !eventSource.equals("0")) {
            identity.error("event_source", "is " + eventSource + "; only trigger events (0) are alerts");
        }
        identity.check();
        Status status = status();
        String canceled = canceledNote();
        boolean update = "1".equals(labels.text("event_update_status", Limits.SEVERITY));
        String action = labels.text("event_update_action", Limits.NOTE);
        String comment = labels.text("event_update_message", Limits.NOTE);
        EventKind kind = kind(canceled != null, update, action, status);
        String updateId = canceled != null ? "canceled" : update ? updateId(action, comment) : "";
        Instant happened = times.happened(kind);
        return new NewEvent(
                new EventIdentity(source, id, kind, updateId),
                ZabbixTimes.micros(happened),
                times.began(kind),
                snapshot(id, status),
                new Author(
                        update ? labels.text("event_update_user", Limits.PERSON) : null,
                        canceled != null ? canceled : comment,
                        update ? action : null),
                labels.warnings(),
                null);
    }

    private Snapshot snapshot(String id, Status status) {
        List<Tag> tags =
                labels.tags("tags", "event_tags", "event_tagsjson", "event_recovery_tagsjson", "event_recovery_tags");
        return new Snapshot(
                ZabbixPlaces.read(labels, tags),
                labels.severity("event_nseverity", "event_severity", "trigger_nseverity", "trigger_severity"),
                message(id),
                status,
                is("event_ack_status"),
                is("event_suppressed"),
                new Details(
                        tags,
                        labels.first(Limits.URL, "problem_url", "event_url"),
                        labels.text("trigger_url", Limits.URL),
                        labels.text("event_opdata", Limits.OPDATA)));
    }

    private boolean is(String name) {
        String text = labels.text(name, Limits.SEVERITY);
        return text != null && YES.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    private String message(String id) {
        String name = labels.text("event_name", Limits.MESSAGE);
        if (name != null) {
            return name;
        }
        labels.warn(
                "The event has no name: \"event_name\" is " + (body.has("event_name") ? "not resolved." : "missing."));
        String other = labels.first(Limits.MESSAGE, "trigger_name", "alert_subject");
        return other == null ? Snapshot.unnamed(id) : other;
    }

    private Status status() {
        String value = labels.first(Limits.SEVERITY, "event_value", "trigger_value");
        if ("1".equals(value)) {
            return Status.OPEN;
        }
        String name = labels.first(Limits.SEVERITY, "event_status", "trigger_status");
        boolean isResolved = "0".equals(value) || "RESOLVED".equals(name) || "OK".equals(name);
        if (!"0".equals(value)) {
            labels.warn("\"event_value\" is neither 1 nor 0. The alert is shown as "
                    + (isResolved ? "resolved." : "open."));
        }
        return isResolved ? Status.RESOLVED : Status.OPEN;
    }

    /** Sent in the form of the problem when its trigger, host or action is disabled: nothing will follow it. */
    private @Nullable String canceledNote() {
        String message = body.path("alert_message").asText("");
        if (!message.startsWith(CANCELED)) {
            return null;
        }
        String line = message.lines().findFirst().orElse(CANCELED);
        return labels.text("alert_message", body.textNode(line), Limits.NOTE);
    }

    private static EventKind kind(boolean canceled, boolean update, @Nullable String action, Status status) {
        if (canceled) {
            return EventKind.UPDATED;
        }
        if (update) {
            boolean acknowledges =
                    action != null && (action.startsWith("acknowledged") || action.contains(" acknowledged"));
            return acknowledges ? EventKind.ACKNOWLEDGED : EventKind.UPDATED;
        }
        return status == Status.RESOLVED ? EventKind.RESOLVED : EventKind.CREATED;
    }

    /** No id of an update exists; who did what, when, tells updates apart. Without any of it the alert's own text does. */
    private String updateId(@Nullable String action, @Nullable String comment) {
        String parts = String.join(
                "|",
                orEmpty(labels.text("event_update_date", Limits.TIME)),
                orEmpty(labels.text("event_update_time", Limits.TIME)),
                orEmpty(action),
                orEmpty(comment));
        return parts.equals("|||")
                ? "|||"
                        + orEmpty(
                                labels.first(Limits.MESSAGE, "event_update_timestamp", "alert_message", "alert_epoch"))
                : parts;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String parseId(String text) {
        if (!EVENT_ID.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a Zabbix event id, digits only");
        }
        return text;
    }
}
