package dev.nocturne.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.auth.Sender;
import dev.nocturne.bus.StoreRoutes;
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
import org.jspecify.annotations.Nullable;

/**
 * A request body as validated events: one object, or an array of objects, each a Zabbix webhook's or a plain alert.
 *
 * @param events at least one
 * @param single whether the body was one object
 */
record Payload(List<NewEvent> events, boolean single) {

    /**
     * @param source name of the sender, or null for the body's own or the default one
     * @throws InvalidInput with everything that is wrong, in all its objects; then nothing may be stored
     */
    static Payload parse(Buffer body, @Nullable String source, Instant now) {
        JsonNode json = Fields.parse(body);
        if (json instanceof ObjectNode object) {
            return new Payload(List.of(event(object, "", source, now)), true);
        }
        if (json instanceof ArrayNode array) {
            return new Payload(events(array, source, now), false);
        }
        throw new InvalidInput("the body must be a JSON object, or an array of them");
    }

    /**
     * The same with the sender's name in its events.
     *
     * @throws NotPermitted naming each site and source that is not the sender's; then nothing may be stored
     */
    Payload sentBy(Sender sender) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < events.size() && errors.size() < Limits.ERRORS; i++) {
            NewEvent event = events.get(i);
            String prefix = single ? "" : "[" + i + "].";
            for (String site : event.snapshot().location().sites()) {
                if (!sender.sites().allows(site)) {
                    errors.add(new FieldError(prefix + "site", "\"" + site + "\" is no site of this sender"));
                }
            }
            String source = event.identity().source();
            if (!sender.maySendAs(source)) {
                errors.add(new FieldError(prefix + "source", "\"" + source + "\" is no source of this sender"));
            }
        }
        if (!errors.isEmpty()) {
            throw new NotPermitted(errors);
        }
        return new Payload(
                events.stream().map(event -> event.sentBy(sender.name())).toList(), single);
    }

    private static List<NewEvent> events(ArrayNode array, @Nullable String source, Instant now) {
        if (array.isEmpty() || array.size() > StoreRoutes.MAX_EVENTS) {
            throw new InvalidInput(
                    "the array must hold 1 to " + StoreRoutes.MAX_EVENTS + " alerts, has " + array.size());
        }
        List<NewEvent> events = new ArrayList<>(array.size());
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < array.size() && errors.size() < Limits.ERRORS; i++) {
            String prefix = "[" + i + "]";
            if (array.get(i) instanceof ObjectNode object) {
                try {
                    events.add(event(object, prefix + ".", source, now));
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
        return events;
    }

    private static NewEvent event(ObjectNode object, String prefix, @Nullable String source, Instant now) {
        return ZabbixAlert.matches(object)
                ? ZabbixAlert.parse(object, prefix, source == null ? "zabbix" : source, now)
                : PlainAlert.parse(object, prefix, now);
    }
}
