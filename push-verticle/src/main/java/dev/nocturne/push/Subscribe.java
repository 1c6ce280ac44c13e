package dev.nocturne.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.http.Query;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.Numbers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, in its first request's query or in a message.
 *
 * @param since resume after this seq; null to go on from where the client is
 * @param epoch the feed that {@code since} is of; null means the current one
 * @param beat wanted time between heartbeats; null for the node's own
 */
record Subscribe(
        Filter filter,
        @Nullable Long since,
        @Nullable UUID epoch,
        @Nullable Duration beat) {
    private static final String BEAT = "beat";
    private static final int MIN_BEAT = 2;
    private static final int MAX_BEAT = 30;

    /** Parameters of every stream that show for whom the client speaks. */
    static final String TOKEN = "token";

    static final String TICKET = "ticket";

    /** What the query of a path to the feed may hold. */
    static final List<String> PARAMETERS = List.of("site", "severity", "since", "epoch", BEAT, TOKEN, TICKET);

    private static final String LAST_EVENT_ID = "last-event-id";
    private static final List<String> MEMBERS = List.of("subscribe", "severity", "since", "epoch", BEAT);
    private static final int MAX_MEMBER = 64;

    /** @throws InvalidInput naming all that is wrong */
    static Subscribe parse(Query query, Map<String, List<String>> siteGroups) {
        return parse(query, null, siteGroups);
    }

    /**
     * As the query says; the header {@code Last-Event-ID}, which a browser sends when it comes back, wins over its
     * {@code since}, which is as old as the page. It is {@code EPOCH:SEQ}, or a seq alone from older clients.
     *
     * @throws InvalidInput naming all that is wrong
     */
    static Subscribe parse(HttpServerRequest request, Query query, Map<String, List<String>> siteGroups) {
        String last = request.getHeader(LAST_EVENT_ID);
        return parse(query, last == null || last.isEmpty() ? null : last, siteGroups);
    }

    private static Subscribe parse(Query query, @Nullable String last, Map<String, List<String>> siteGroups) {
        long since = query.number("since", 0, Long.MAX_VALUE, -1);
        UUID epoch = query.uuid("epoch");
        if (last != null) {
            try {
                int colon = last.indexOf(':');
                since = Numbers.whole(last.substring(colon + 1), 0, Long.MAX_VALUE);
                epoch = colon < 0 ? epoch : Query.parseUuid(last.substring(0, colon));
            } catch (IllegalArgumentException e) {
                query.error(LAST_EVENT_ID, String.valueOf(e.getMessage()));
            }
        }
        long beat = query.number(BEAT, MIN_BEAT, MAX_BEAT, 0);
        Filter filter = query.read(Filter.ALL, () -> Filter.of(query.all("site"), query.one("severity"), siteGroups));
        query.check();
        return new Subscribe(filter, since < 0 ? null : since, epoch, beat == 0 ? null : Duration.ofSeconds(beat));
    }

    /** @throws InvalidInput naming all that is wrong */
    static Subscribe parse(String message, Map<String, List<String>> siteGroups) {
        if (!(Fields.parse(Buffer.buffer(message)) instanceof ObjectNode object) || !object.has("subscribe")) {
            throw new InvalidInput("a message must be a JSON object with subscribe");
        }
        Fields fields = new Fields(object, "", text -> text);
        fields.refuseOthers(MEMBERS);
        List<String> names = names(object.get("subscribe"), fields);
        String severity = fields.optional("severity", MAX_MEMBER);
        Filter filter = Filter.ALL;
        try {
            filter = Filter.of(names, severity, siteGroups);
        } catch (InvalidInput e) {
            e.errors().forEach(error -> fields.error(error.field(), error.detail()));
        }
        Long since = since(object.path("since"), fields);
        UUID epoch = epoch(fields);
        long beat = fields.optional(BEAT, MAX_MEMBER, 0L, text -> Numbers.whole(text, MIN_BEAT, MAX_BEAT));
        fields.check();
        return new Subscribe(filter, since, epoch, beat == 0 ? null : Duration.ofSeconds(beat));
    }

    private static @Nullable UUID epoch(Fields fields) {
        String text = fields.optional("epoch", MAX_MEMBER);
        try {
            return text == null ? null : Query.parseUuid(text);
        } catch (IllegalArgumentException e) {
            fields.error("epoch", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static List<String> names(JsonNode node, Fields fields) {
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        List<String> names = new ArrayList<>(node.size());
        for (JsonNode name : node) {
            if (name.isTextual()) {
                names.add(name.textValue());
            }
        }
        if (!node.isArray() || names.size() < node.size()) {
            fields.error("subscribe", "must be an array of strings, or \"*\"");
        }
        return names;
    }

    private static @Nullable Long since(JsonNode node, Fields fields) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            fields.error("since", "must be a whole number from 0");
            return null;
        }
        return node.longValue();
    }
}
