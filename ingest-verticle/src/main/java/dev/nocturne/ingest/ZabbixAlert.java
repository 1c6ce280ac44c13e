package dev.nocturne.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.Limits;
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
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body that a Zabbix 6 or 7 webhook sends, with one field for each macro: {@code {EVENT.ID}} is {@code event_id}, or
 * as written, {@code EVENT.ID}. All values are strings; a macro that Zabbix could not resolve arrives as it is, as
 * {@code *UNKNOWN*} or empty, and counts as absent.
 *
 * <p>Identity is the problem's event id, also in recoveries and updates. Dates in the body carry no zone; the only
 * absolute time is {@code alert_epoch}, the second in which the alert was made, constant over retries. Severity and
 * acknowledgement are those of that second, so it orders what is told about one problem.
 */
final class ZabbixAlert {
    private static final Pattern UNRESOLVED =
            Pattern.compile("\\{[A-Z][A-Z0-9_]*(\\.[^{}]*)?}|\\{\\$[A-Z0-9_.]+(:[^{}]*)?}|\\*UNKNOWN\\*");
    private static final Pattern EVENT_ID = Pattern.compile("[0-9]{1,20}");
    private static final String CANCELED = "NOTE: Escalation canceled";
    /** Longest text that holds more than one field. */
    private static final int MAX_TEXT = Limits.MESSAGE * Limits.TAGS;

    private final ObjectNode body;
    private final Fields fields;

    private ZabbixAlert(ObjectNode body, String prefix) {
        this.body = body;
        this.fields = new Fields(body, prefix, text -> UNRESOLVED.matcher(text).matches() ? null : text);
    }

    /** Whether the body is a Zabbix webhook's at all. */
    static boolean matches(ObjectNode body) {
        return body.has("event_id") || body.has("EVENT.ID");
    }

    /**
     * @param source name of the sending Zabbix
     * @param now stands in for {@code alert_epoch} where the media type does not send it
     * @throws InvalidInput naming each wrong field
     */
    static NewEvent parse(ObjectNode body, String prefix, String source, Instant now) {
        return new ZabbixAlert(body.has("EVENT.ID") ? withFieldNames(body) : body, prefix).read(source, now);
    }

    private static ObjectNode withFieldNames(ObjectNode macros) {
        ObjectNode named = macros.objectNode();
        macros.properties()
                .forEach(e -> named.set(e.getKey().toLowerCase(Locale.ROOT).replace('.', '_'), e.getValue()));
        return named;
    }

    private NewEvent read(String source, Instant now) {
        String id = fields.required("event_id", Limits.SOURCE_ID, "", ZabbixAlert::parseId);
        String eventSource = fields.optional("event_source", Limits.SEVERITY);
        if (eventSource != null && !eventSource.equals("0")) {
            fields.error("event_source", "is " + eventSource + "; only trigger events (0) are alerts");
        }
        Status status = fields.required("event_value", Limits.SEVERITY, Status.OPEN, ZabbixAlert::parseValue);
        ZabbixTimes times = new ZabbixTimes(fields, now);
        String canceled = canceledNote();
        boolean update = "1".equals(fields.optional("event_update_status", Limits.SEVERITY));
        String action = text("event_update_action", Limits.NOTE);
        String comment = text("event_update_message", Limits.NOTE);
        EventKind kind = kind(canceled != null, update, action, status);
        List<Tag> tags = tags();
        String updateId = canceled != null ? "canceled" : update ? updateId(action, comment) : "";
        String host = host();
        NewEvent event = new NewEvent(
                new EventIdentity(source, id, kind, updateId),
                times.order(kind),
                new Beginning(times.began(update, kind), Certainty.GUESSED),
                new Snapshot(
                        new Location(List.of(site(tags)), host == null ? List.of() : List.of(host), List.of()),
                        severity(),
                        fields.required("event_name", Limits.MESSAGE),
                        status,
                        "Yes".equals(fields.optional("event_ack_status", Limits.SEVERITY)),
                        false,
                        Details.tagged(tags)),
                new Author(
                        update ? fields.optional("event_update_user", Limits.PERSON) : null,
                        canceled != null ? canceled : emptyToNull(comment),
                        emptyToNull(action)),
                List.of(),
                null);
        fields.check();
        return event;
    }

    /** Sent in the form of the problem when its trigger, host or action is disabled: nothing will follow it. */
    private @Nullable String canceledNote() {
        if (!body.path("alert_message").asText("").startsWith(CANCELED)) {
            return null;
        }
        String line = text("alert_message", MAX_TEXT).lines().findFirst().orElse(CANCELED);
        int length = Math.min(line.codePointCount(0, line.length()), Limits.NOTE);
        return line.substring(0, line.offsetByCodePoints(0, length));
    }

    private static EventKind kind(boolean canceled, boolean update, String action, Status status) {
        if (canceled) {
            return EventKind.UPDATED;
        }
        if (update) {
            boolean acknowledges = action.startsWith("acknowledged") || action.contains(" acknowledged");
            return acknowledges ? EventKind.ACKNOWLEDGED : EventKind.UPDATED;
        }
        return status == Status.RESOLVED ? EventKind.RESOLVED : EventKind.CREATED;
    }

    /** No id of an update exists; who did what, when, tells updates apart. */
    private String updateId(String action, String comment) {
        return String.join(
                "|", text("event_update_date", Limits.TIME), text("event_update_time", Limits.TIME), action, comment);
    }

    private String site(List<Tag> tags) {
        String named = fields.optional("site", Limits.SITE);
        if (named == null) {
            named = fields.optional("event_tags_site", Limits.SITE);
        }
        if (named != null) {
            return named.strip();
        }
        return tags.stream()
                .filter(tag ->
                        tag.tag().equalsIgnoreCase("site") && !tag.value().isBlank())
                .map(tag -> tag.value().strip())
                .filter(value -> value.codePointCount(0, value.length()) <= Limits.SITE)
                .findFirst()
                .orElse(Location.NO_SITE);
    }

    private Severity severity() {
        return fields.optional("event_nseverity", Limits.SEVERITY) != null || !body.has("event_severity")
                ? fields.severity("event_nseverity")
                : fields.severity("event_severity");
    }

    private @Nullable String host() {
        String visible = fields.optional("host_name", Limits.HOST);
        return visible != null ? visible : fields.optional("host_host", Limits.HOST);
    }

    /** An array, or as {@code {EVENT.TAGSJSON}} an array in a string. */
    private List<Tag> tags() {
        JsonNode node = body.has("tags") ? body.path("tags") : body.path("event_tagsjson");
        String name = body.has("tags") ? "tags" : "event_tagsjson";
        if (!node.isTextual()) {
            return fields.tags(name);
        }
        String text = fields.optional(name, MAX_TEXT);
        if (text == null) {
            return List.of();
        }
        try {
            ObjectNode parsed = body.objectNode();
            parsed.set(name, Fields.parse(Buffer.buffer(text)));
            Fields inner = new Fields(parsed, "", value -> value);
            List<Tag> tags = inner.tags(name);
            inner.check();
            return tags;
        } catch (InvalidInput e) {
            fields.error(name, "must be a JSON array of {\"tag\", \"value\"} in a string");
            return List.of();
        }
    }

    private String text(String name, int maxLength) {
        String text = fields.optional(name, maxLength);
        return text == null ? "" : text;
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String parseId(String text) {
        if (!EVENT_ID.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a Zabbix event id, digits only");
        }
        return text;
    }

    private static Status parseValue(String text) {
        return switch (text) {
            case "0" -> Status.RESOLVED;
            case "1" -> Status.OPEN;
            default -> throw new IllegalArgumentException("must be 1 (problem) or 0 (resolved)");
        };
    }
}
