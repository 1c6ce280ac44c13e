package dev.nocturne.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.model.Severity;
import dev.nocturne.model.SiteName;
import dev.nocturne.model.Tag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields that describe an alert, which must not be lost over their form: whatever cannot be kept as it is
 * gets shortened, cleaned or left out, and a warning says so. Lengths count code points. Not for several threads.
 */
public final class Labels {
    /** Warnings of one event; the rest is not collected. */
    private static final int MAX_WARNINGS = 20;

    private static final int SHOWN = 40;
    private static final int REPLACEMENT = 0xFFFD;

    private final ObjectNode object;
    private final UnaryOperator<@Nullable String> clean;
    private final List<String> warnings = new ArrayList<>();

    /** @param clean applied to each text first; null means that the field is absent */
    public Labels(ObjectNode object, UnaryOperator<@Nullable String> clean) {
        this.object = object;
        this.clean = clean;
    }

    /** What was wrong so far, and what was done about it: one sentence each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    public void warn(String sentence) {
        if (warnings.size() < MAX_WARNINGS && !warnings.contains(sentence)) {
            warnings.add(sentence);
        }
    }

    /** Null where the field is absent or blank. */
    public @Nullable String text(String name, int maxLength) {
        JsonNode node = object.path(name);
        return node.isMissingNode() || node.isNull() ? null : text(name, node, maxLength);
    }

    /** The first of the fields that has a value. */
    public @Nullable String first(int maxLength, String... names) {
        for (String name : names) {
            String text = text(name, maxLength);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /** A field that holds an array of texts, or one text. */
    public List<String> list(String name, int maxLength) {
        JsonNode node = object.path(name);
        if (!node.isArray()) {
            String one = text(name, maxLength);
            return one == null ? List.of() : List.of(one);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            String text = element.isNull() ? null : text(name, element, maxLength);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Names of sites in a field that holds an array of them, or one. */
    public List<String> sites(String name) {
        return list(name, Integer.MAX_VALUE).stream()
                .map(text -> site("\"" + name + "\"", text))
                .filter(site -> !site.isEmpty())
                .toList();
    }

    /** One name as {@link SiteName} has it; empty if nothing of it can be seen. {@code what} stands for it in warnings. */
    public String site(String what, String text) {
        String site = SiteName.of(text);
        if (site.isEmpty()) {
            if (!text.isBlank()) {
                warn(what + " names a site of which nothing can be seen. It was left out.");
            }
            return site;
        }
        if (!site.equals(text.strip())) {
            warn(what
                    + " was written with other white space, unseen characters or another Unicode form. It was stored as \""
                    + Printable.line(site, SHOWN) + "\".");
        }
        return SiteName.of(fit(what, site, Limits.SITE));
    }

    /** Different values, stripped, in their order; those beyond {@code max} are left out. */
    public List<String> distinct(String what, List<String> values, int max) {
        Set<String> distinct = new LinkedHashSet<>();
        values.stream().map(String::strip).filter(value -> !value.isEmpty()).forEach(distinct::add);
        if (distinct.size() > max) {
            warn("The alert names " + distinct.size() + " " + what + ". The first " + max + " were kept.");
        }
        return distinct.stream().limit(max).toList();
    }

    /** The tags in the first of the fields that has some, in any of the forms that {@link TagForms} reads. */
    public List<Tag> tags(String... names) {
        for (String name : names) {
            List<Tag> tags = TagForms.read(name, object.path(name), this);
            if (!tags.isEmpty()) {
                return tags;
            }
        }
        return List.of();
    }

    /** An unknown severity counts as high, so that no filter hides it; none at all as unclassified. */
    public Severity severity(String... names) {
        String text = first(Limits.SEVERITY, names);
        if (text == null) {
            warn("The alert names no severity. It is shown as unclassified.");
            return Severity.UNCLASSIFIED;
        }
        return Severity.parse(text).orElseGet(() -> {
            warn("The severity \"" + Printable.line(text, SHOWN) + "\" is unknown. It is shown as high.");
            return Severity.HIGH;
        });
    }

    /** The same of a value, under the field's name; null where it is blank. */
    public @Nullable String text(String name, JsonNode node, int maxLength) {
        String text = Scalars.text(node);
        if (text == null) {
            warn("\"" + name + "\" is not a text. Its JSON was kept.");
            text = node.toString();
        }
        String cleaned = clean.apply(text);
        return cleaned == null || cleaned.isBlank() ? null : fit("\"" + name + "\"", cleaned, maxLength);
    }

    private String fit(String what, String text, int maxLength) {
        String fit = text;
        if (text.codePoints().anyMatch(Labels::isNoCharacter)) {
            fit = text.codePoints()
                    .map(c -> isNoCharacter(c) ? REPLACEMENT : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            warn(what + " holds octets that are no character. They were replaced.");
        }
        int length = fit.codePointCount(0, fit.length());
        if (length > maxLength) {
            warn(what + " has " + length + " characters. The first " + maxLength + " were kept.");
            fit = fit.substring(0, fit.offsetByCodePoints(0, maxLength));
        }
        return fit;
    }

    /** NUL cannot be stored, and a lone surrogate is no character (RFC 8259 section 8.2). */
    private static boolean isNoCharacter(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
