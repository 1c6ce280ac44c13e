package dev.nocturne.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, in its first request's query or in a message.
 *
 * @param since resume after this seq; null to go on from where the client is
 * @param epoch the feed that {@code since} is of; null means the current one
 */
record Subscribe(
        Filter filter, @Nullable Long since, @Nullable UUID epoch) {
    private static final Set<String> PARAMETERS = Set.of("site", "severity", "since", "epoch");
    private static final String LAST_EVENT_ID = "last-event-id";
    private static final List<String> MEMBERS = List.of("subscribe", "severity", "since", "epoch");

    /** @throws InvalidInput naming what is wrong */
    static Subscribe parse(MultiMap parameters, Map<String, List<String>> siteGroups) {
        Query query = new Query(parameters, PARAMETERS);
        long since = query.number("since", 0, Long.MAX_VALUE, -1);
        return new Subscribe(query.filter(siteGroups), since < 0 ? null : since, query.uuid("epoch"));
    }

    /**
     * As the query says; the header {@code Last-Event-ID}, which a browser sends when it comes back, wins over its
     * {@code since}, which is as old as the page.
     *
     * @throws InvalidInput naming what is wrong
     */
    static Subscribe parse(HttpServerRequest request, Map<String, List<String>> siteGroups) {
        Subscribe asked = parse(request.params(), siteGroups);
        String last = request.getHeader(LAST_EVENT_ID);
        return last == null || last.isEmpty()
                ? asked
                : new Subscribe(asked.filter, Query.number(LAST_EVENT_ID, last, 0, Long.MAX_VALUE), asked.epoch);
    }

    /** @throws InvalidInput naming what is wrong */
    static Subscribe parse(String message, Map<String, List<String>> siteGroups) {
        if (!(Fields.parse(Buffer.buffer(message)) instanceof ObjectNode object) || !object.has("subscribe")) {
            throw new InvalidInput("a message must be a JSON object with subscribe");
        }
        Fields fields = new Fields(object, "", text -> text);
        fields.refuseOthers(MEMBERS);
        fields.check();
        Filter filter = Filter.of(names(object.get("subscribe")), text(object, "severity"), siteGroups);
        String epoch = text(object, "epoch");
        return new Subscribe(filter, since(object.path("since")), epoch == null ? null : Query.uuid("epoch", epoch));
    }

    private static List<String> names(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        List<String> names = new ArrayList<>(node.size());
        for (JsonNode name : node) {
            if (!name.isTextual()) {
                throw Filter.invalid("subscribe", "must hold strings only");
            }
            names.add(name.textValue());
        }
        if (!node.isArray()) {
            throw Filter.invalid("subscribe", "must be an array of sites, or \"*\"");
        }
        return names;
    }

    private static @Nullable String text(ObjectNode object, String name) {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw Filter.invalid(name, "must be a string");
        }
        return node.textValue();
    }

    private static @Nullable Long since(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw Filter.invalid("since", "must be a whole number from 0");
        }
        return node.longValue();
    }
}
