package dev.nocturne.http;

import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.Limits;
import dev.nocturne.input.Numbers;
import dev.nocturne.input.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, read strictly: {@code name=value} between ampersands, in UTF-8. Everything that is wrong is
 * collected, so that a client hears it all at once. After an error a reader returns a harmless value; {@link #check()}
 * throws before it can be used. Not for several threads.
 */
public final class Query {
    private static final int MAX_NAME = 24;

    private final Map<String, List<String>> parameters = new LinkedHashMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    /**
     * @param query as it stands in the request line, one character for each octet; null if there is none
     * @param known the names that the path takes; any other is an error
     */
    public Query(@Nullable String query, List<String> known) {
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                add(pair, known);
            }
        }
    }

    private void add(String pair, List<String> known) {
        int equals = pair.indexOf('=');
        String written = equals < 0 ? pair : pair.substring(0, equals);
        String name = decode(written, written);
        if (name == null) {
            return;
        }
        if (!known.contains(name)) {
            error(name, known.isEmpty() ? "is not a parameter; there are none" : unknown(known));
            return;
        }
        String value = equals < 0 ? "" : decode(name, pair.substring(equals + 1));
        if (value != null) {
            parameters.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
        }
    }

    private static String unknown(List<String> known) {
        return "is not a parameter; known are " + String.join(", ", known);
    }

    private @Nullable String decode(String name, String text) {
        try {
            return PercentEncoding.decode(text, true);
        } catch (IllegalArgumentException e) {
            error(name, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Every value of a parameter that may be repeated. */
    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    public @Nullable String one(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            error(name, "is given " + values.size() + " times");
            return null;
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * A parameter that {@code parser} understands; what it throws as {@code IllegalArgumentException} is the error. Null if it
     * is absent or wrong.
     */
    public <T> @Nullable T parsed(String name, Function<String, T> parser) {
        String text = one(name);
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            error(name, String.valueOf(e.getMessage()));
            return null;
        }
    }

    public long number(String name, long min, long max, long otherwise) {
        Long number = parsed(name, text -> Numbers.whole(text, min, max));
        return number == null ? otherwise : number;
    }

    public @Nullable UUID uuid(String name) {
        return parsed(name, Query::parseUuid);
    }

    /** @throws IllegalArgumentException also for an abbreviated form */
    public static UUID parseUuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw new IllegalArgumentException("must be a UUID");
    }

    /** What is read from several parameters, whose errors {@code reader} throws as {@link InvalidInput}. */
    public <T> T read(T otherwise, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (InvalidInput e) {
            e.errors().forEach(error -> error(error.field(), error.detail()));
            return otherwise;
        }
    }

    /** Beyond some number of errors the rest is not collected. */
    public void error(String name, String detail) {
        if (errors.size() < Limits.ERRORS) {
            errors.add(new FieldError(Printable.line(name, MAX_NAME), detail));
        }
    }

    /** @throws InvalidInput if anything was wrong */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }
}
