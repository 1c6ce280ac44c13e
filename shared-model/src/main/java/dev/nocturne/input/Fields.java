package dev.nocturne.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.Json;
import dev.nocturne.model.Severity;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object and collects everything that is wrong, so that a sender hears it all at once.
 * After an error a reader returns a harmless value; {@link #check()} throws before it can be used. Lengths count code
 * points. Not for several threads.
 */
public final class Fields {
    /** What is no JSON may be a token that somebody forgot to quote: it is not repeated. */
    private static final Pattern QUOTED = Pattern.compile("token '[^']*'");

    private static final Pattern PARSER_SOURCE = Pattern.compile(
            " \\(start marker at \\[.*|, from `StreamReadConstraints.*|: enable `JsonReadFeature.*", Pattern.DOTALL);

    private static final String SEVERITIES =
            Stream.of(Severity.values()).map(Severity::wire).collect(Collectors.joining(", "));

    private final ObjectNode object;
    private final String prefix;
    private final UnaryOperator<@Nullable String> clean;
    private final List<FieldError> errors = new ArrayList<>();
    private final Map<String, String> unresolved = new HashMap<>();

    /**
     * @param prefix stands before each field's name in errors
     * @param clean applied to each text before it is judged; null means that the field is absent
     */
    public Fields(ObjectNode object, String prefix, UnaryOperator<@Nullable String> clean) {
        this.object = object;
        this.prefix = prefix;
        this.clean = clean;
    }

    /** @throws InvalidInput with the place of the error if {@code body} is not one JSON value */
    public static JsonNode parse(Buffer body) {
        try {
            JsonNode json = Json.MAPPER.readTree(text(body));
            if (json.isMissingNode()) {
                throw new InvalidInput("the body is empty");
            }
            return json;
        } catch (MismatchedInputException e) {
            throw new InvalidInput("not one JSON value: more follows" + place(e.getLocation()));
        } catch (JsonProcessingException e) {
            throw new InvalidInput("not JSON" + place(e.getLocation()) + ": "
                    + PARSER_SOURCE
                            .matcher(QUOTED.matcher(e.getOriginalMessage()).replaceAll("word"))
                            .replaceFirst(""));
        }
    }

    /** The parser would take overlong forms, and UTF-16 as well. */
    private static String text(Buffer body) {
        try {
            return Utf8.decodeJson(body.getBytes());
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("not JSON: the body " + e.getMessage());
        }
    }

    /** Empty where a limit stopped the parser: then it knows no place. */
    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    public String required(String name, int maxLength) {
        String text = optional(name, maxLength);
        if (text == null && !isReported(name)) {
            String raw = unresolved.get(name);
            error(name, raw == null ? "is missing" : "has no value: \"" + raw + "\" was not replaced by its sender");
        }
        return text == null ? "" : text;
    }

    public @Nullable String optional(String name, int maxLength) {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String raw = Scalars.text(node);
        if (raw == null) {
            error(name, "must be a string, was " + typeOf(node));
            return null;
        }
        String text = clean.apply(raw);
        if (text == null && !raw.isBlank()) {
            unresolved.put(name, shorten(raw));
        }
        if (text != null && checkText(name, text, maxLength)) {
            return text.isBlank() ? null : text;
        }
        return null;
    }

    /** A required field that {@code parser} understands; what it throws as {@code IllegalArgumentException} is the error. */
    public <T> T required(String name, int maxLength, T otherwise, Function<String, T> parser) {
        String text = required(name, maxLength);
        return text.isEmpty() ? otherwise : parse(name, text, otherwise, parser);
    }

    /** As above, but absent is {@code otherwise}. */
    public <T> T optional(String name, int maxLength, T otherwise, Function<String, T> parser) {
        String text = optional(name, maxLength);
        return text == null ? otherwise : parse(name, text, otherwise, parser);
    }

    /** Reports each field that is not among {@code known}: most often a misspelt name. */
    public void refuseOthers(List<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                error(shorten(name), "is not a field; known are " + String.join(", ", known));
            }
        });
    }

    /** Beyond some number of errors the rest is not collected: the sender has enough to go on. */
    public void error(String name, String detail) {
        if (errors.size() == Limits.ERRORS) {
            errors.add(new FieldError("...", "and more"));
        }
        if (errors.size() > Limits.ERRORS) {
            return;
        }
        errors.add(new FieldError(prefix + name, detail));
    }

    /** @throws InvalidInput if anything was wrong */
    public void check() {
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
    }

    private boolean isReported(String name) {
        return errors.stream().anyMatch(e -> e.field().equals(prefix + name));
    }

    private boolean checkText(String name, String text, int maxLength) {
        int length = text.codePointCount(0, text.length());
        if (length > maxLength) {
            error(name, "has " + length + " characters, at most " + maxLength + " are taken");
            return false;
        }
        if (text.indexOf('\0') >= 0) {
            error(name, "holds a NUL character");
            return false;
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            error(name, "holds a lone surrogate, which is not a character (RFC 8259 section 8.2)");
            return false;
        }
        return true;
    }

    private <T> T parse(String name, String text, T otherwise, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            error(name, String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    /** @throws IllegalArgumentException that lists what is known */
    public static Severity parseSeverity(String text) {
        return Severity.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown severity \"" + shorten(text) + "\"; use " + SEVERITIES + " or 0 to 5"));
    }

    private static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static String typeOf(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
