package dev.nocturne.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Places of a feed as {@code feed_place()} tells them: {@code name=value} parts with a space between. */
final class Places {
    private Places() {}

    /** What is not the same, or null. A part that one of them does not know is no difference. */
    static @Nullable String difference(String before, String now) {
        Map<String, String> other = parts(now);
        for (Map.Entry<String, String> part : parts(before).entrySet()) {
            String value = other.get(part.getKey());
            if (value != null && !value.equals(part.getValue())) {
                return part.getKey() + " was " + part.getValue() + " and is " + value;
            }
        }
        return null;
    }

    /** The first one, with the parts of the other one that it does not know. */
    static String complete(String before, String now) {
        Map<String, String> parts = parts(now);
        parts.keySet().removeAll(parts(before).keySet());
        StringBuilder complete = new StringBuilder(before);
        parts.forEach(
                (name, value) -> complete.append(' ').append(name).append('=').append(value));
        return complete.toString();
    }

    private static Map<String, String> parts(String place) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : place.split(" ", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return parts;
    }
}
