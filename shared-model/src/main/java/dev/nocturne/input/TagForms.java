package dev.nocturne.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.nocturne.model.Tag;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which senders write tags: a list of {@code {"tag","value"}} objects, a list of {@code "name:value"}
 * texts, an object of names with one or several values, each of them also as JSON inside a text, and Zabbix's own text
 * {@code name:value, name:value} ({@code {EVENT.TAGS}}).
 */
final class TagForms {
    private static final String SEPARATOR = ", ";

    private final String field;
    private final Labels labels;
    private final List<Tag> tags = new ArrayList<>();
    private int leftOut;

    private TagForms(String field, Labels labels) {
        this.field = field;
        this.labels = labels;
    }

    /** Empty where there are none. What is no tag is left out with a warning, and so are tags beyond the limit. */
    static List<Tag> read(String field, JsonNode node, Labels labels) {
        TagForms forms = new TagForms(field, labels);
        forms.read(node);
        if (forms.leftOut > 0) {
            labels.warn(
                    "\"" + field + "\" holds more than " + Limits.TAGS + " tags. " + forms.leftOut + " were left out.");
        }
        return forms.tags;
    }

    private void read(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        if (node.isArray()) {
            node.forEach(this::element);
        } else if (node instanceof ObjectNode object) {
            grouped(object);
        } else {
            text(node);
        }
    }

    private void element(JsonNode node) {
        if (node.hasNonNull("tag")) {
            add(labels.text(field, node.path("tag"), Limits.TAG), node.path("value"));
        } else if (node.isTextual()) {
            pair(node.textValue());
        } else {
            labels.warn("\"" + field + "\" holds an element that is no tag. It was left out.");
        }
    }

    /** An object with one tag, or names with their values. */
    private void grouped(ObjectNode object) {
        if (object.hasNonNull("tag") && object.has("value") && object.size() == 2) {
            element(object);
            return;
        }
        object.properties().forEach(entry -> {
            if (entry.getValue().isArray()) {
                entry.getValue().forEach(value -> add(entry.getKey(), value));
            } else {
                add(entry.getKey(), entry.getValue());
            }
        });
    }

    private void text(JsonNode node) {
        String text = labels.text(field, node, Limits.TAG_TEXT);
        if (text == null) {
            return;
        }
        JsonNode json = json(text);
        if (json != null) {
            read(json);
        } else {
            for (String pair : text.split(SEPARATOR, -1)) {
                pair(pair);
            }
        }
    }

    private static @Nullable JsonNode json(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("[") && !stripped.startsWith("{")) {
            return null;
        }
        try {
            return Fields.parse(Buffer.buffer(stripped));
        } catch (InvalidInput e) {
            return null; // then it is a text like any other
        }
    }

    private void pair(String pair) {
        int colon = pair.indexOf(':');
        String name = colon < 0 ? pair : pair.substring(0, colon);
        String value = colon < 0 ? "" : pair.substring(colon + 1);
        if (!name.isBlank()) {
            add(name.strip(), TextNode.valueOf(value.strip()));
        }
    }

    private void add(@Nullable String name, JsonNode value) {
        if (name == null || name.isBlank()) {
            return;
        }
        if (tags.size() == Limits.TAGS) {
            leftOut++;
            return;
        }
        String shortName = labels.text(field, TextNode.valueOf(name), Limits.TAG);
        String text = value.isMissingNode() || value.isNull() ? null : labels.text(field, value, Limits.TAG);
        tags.add(new Tag(shortName == null ? name : shortName, text == null ? "" : text));
    }
}
