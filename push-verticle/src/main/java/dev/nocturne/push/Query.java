package dev.nocturne.push;

import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.PlainAlert;
import dev.nocturne.model.Status;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The query part of a request, read strictly: an unknown name or a bad value is an error that names it. */
final class Query {
    private final MultiMap parameters;

    /** @throws InvalidInput if a name is not among {@code known} */
    Query(MultiMap parameters, Set<String> known) {
        this.parameters = parameters;
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                throw Filter.invalid(name, "is not a parameter; known are " + String.join(", ", known));
            }
        }
    }

    Filter filter(Map<String, List<String>> siteGroups) {
        return Filter.of(parameters.getAll("site"), one("severity"), siteGroups);
    }

    @Nullable
    String one(String name) {
        List<String> values = parameters.getAll(name);
        if (values.size() > 1) {
            throw Filter.invalid(name, "is given " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    long number(String name, long min, long max, long otherwise) {
        String text = one(name);
        return text == null ? otherwise : number(name, text, min, max);
    }

    static long number(String name, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw Filter.invalid(name, "must be a whole number from " + min + " to " + max);
    }

    @Nullable
    Status status(String name) {
        String text = one(name);
        try {
            return text == null ? null : PlainAlert.parseStatus(text);
        } catch (IllegalArgumentException e) {
            throw Filter.invalid(name, String.valueOf(e.getMessage()));
        }
    }

    @Nullable
    UUID uuid(String name) {
        String text = one(name);
        return text == null ? null : uuid(name, text);
    }

    static UUID uuid(String name, String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // answered below, like an abbreviated form
        }
        throw Filter.invalid(name, "must be a UUID");
    }
}
