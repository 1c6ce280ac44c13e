package dev.nocturne.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Header fields whose value is a list (RFC 9110 section 5.6.1): elements between commas, on one line or several, of which
 * empty ones count for nothing.
 */
public final class HeaderList {
    private static final Pattern WEIGHT = Pattern.compile("(?i)q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)");

    private HeaderList() {}

    /** The elements of all lines with this name, as they were written. */
    public static List<String> elements(MultiMap headers, CharSequence name) {
        List<String> elements = new ArrayList<>();
        for (String line : headers.getAll(name)) {
            split(line, elements);
        }
        return elements;
    }

    /** A comma inside a quoted string separates nothing. */
    private static void split(String line, List<String> elements) {
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                add(line.substring(start, i), elements);
                start = i + 1;
            }
        }
        add(line.substring(start), elements);
    }

    private static void add(String element, List<String> elements) {
        if (!element.isBlank()) {
            elements.add(element.strip());
        }
    }

    /** Whether the list holds the token, in any case. */
    public static boolean has(MultiMap headers, CharSequence name, String token) {
        return elements(headers, name).stream().anyMatch(token::equalsIgnoreCase);
    }

    /**
     * Whether a client takes a media type: by the most exact range of {@code accept} that fits it, which excludes it with the
     * weight 0 (RFC 9110 section 12.5.1). Without the field it takes all.
     *
     * @param type such as {@code text/event-stream}, in lower case
     */
    public static boolean accepts(MultiMap headers, String type) {
        List<String> ranges = elements(headers, "accept");
        String group = type.substring(0, type.indexOf('/')) + "/*";
        for (String fitting : List.of(type, group, "*/*")) {
            List<String> found =
                    ranges.stream().filter(range -> fitting.equals(bare(range))).toList();
            if (!found.isEmpty()) {
                return found.stream().anyMatch(HeaderList::isWanted);
            }
        }
        return ranges.isEmpty();
    }

    private static String bare(String element) {
        return element.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** A weight that cannot be read excludes nothing. */
    private static boolean isWanted(String range) {
        for (String parameter : range.split(";", -1)) {
            var weight = WEIGHT.matcher(parameter.strip());
            if (weight.matches()) {
                return Double.parseDouble(weight.group(1)) > 0;
            }
        }
        return true;
    }
}
