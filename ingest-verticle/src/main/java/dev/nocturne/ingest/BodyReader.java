package dev.nocturne.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.auth.Sender;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.ingest.Payload.Event;
import dev.nocturne.ingest.Payload.Item;
import dev.nocturne.ingest.Payload.Test;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.Limits;
import dev.nocturne.input.NotPermitted;
import dev.nocturne.input.PlainAlert;
import dev.nocturne.model.NewEvent;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies: one object or an array of objects, each a Zabbix webhook's or a plain alert. It learns the zones of
 * sources and the fields that senders misspell. Owned by one event loop.
 */
final class BodyReader {
    private final SourceZones zones = new SourceZones();
    private final UnknownFields unknownFields = new UnknownFields();

    /** What came with the body. */
    private record Request(Sender sender, Optional<String> source, Instant now) {
        String sourceOr(String fallback) {
            return source.or(sender::defaultSource).orElse(fallback);
        }
    }

    /**
     * @param source of the query, or null
     * @throws InvalidInput with everything that is wrong, in all its objects; then nothing may be stored
     * @throws NotPermitted naming what is not the sender's; then nothing may be stored
     */
    Payload read(Buffer body, @Nullable String source, Sender sender, Instant now) {
        Request request = new Request(sender, Optional.ofNullable(source), now);
        JsonNode json = Fields.parse(body);
        if (json instanceof ObjectNode object) {
            return permitted(new Payload(List.of(item(object, "", request)), true), sender);
        }
        if (json instanceof ArrayNode array) {
            return permitted(new Payload(items(array, request), false), sender);
        }
        throw new InvalidInput("the body must be a JSON object, or an array of them");
    }

    private static Payload permitted(Payload payload, Sender sender) {
        List<Item> items = new ArrayList<>(payload.items().size());
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < payload.items().size() && errors.size() < Limits.ERRORS; i++) {
            String prefix = payload.single() ? "" : "[" + i + "].";
            items.add(
                    payload.items().get(i) instanceof Event item
                            ? new Event(SenderLimits.apply(item.event(), sender, prefix, errors))
                            : new Test());
        }
        if (!errors.isEmpty()) {
            throw new NotPermitted(errors);
        }
        return new Payload(items, payload.single());
    }

    private List<Item> items(ArrayNode array, Request request) {
        if (array.isEmpty() || array.size() > StoreRoutes.MAX_EVENTS) {
            throw new InvalidInput(
                    "the array must hold 1 to " + StoreRoutes.MAX_EVENTS + " alerts, has " + array.size());
        }
        List<Item> items = new ArrayList<>(array.size());
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < array.size() && errors.size() < Limits.ERRORS; i++) {
            String prefix = "[" + i + "]";
            if (array.get(i) instanceof ObjectNode object) {
                try {
                    items.add(item(object, prefix + ".", request));
                } catch (InvalidInput e) {
                    errors.addAll(e.errors());
                }
            } else {
                errors.add(new FieldError(prefix, "must be an object"));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
        return items;
    }

    private Item item(ObjectNode object, String prefix, Request request) {
        if (!ZabbixAlert.matches(object)) {
            return new Event(PlainAlert.parse(object, prefix, request.sourceOr("api"), request.now));
        }
        unknownFields.look(object, request.sender.name());
        if (ZabbixAlert.isTest(object)) {
            return new Test();
        }
        NewEvent event = ZabbixAlert.parse(
                object, prefix, request.sourceOr("zabbix"), request.sender.zone(), zones, request.now);
        return new Event(event);
    }
}
