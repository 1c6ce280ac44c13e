package dev.nocturne.model;

import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one spelling of a site's name, so that names that look the same are the same: Unicode NFC, no white space at its
 * ends, one space for each run of it inside, and none of the characters that nobody can see (U+00AD, U+200B, U+2060, U+FEFF).
 */
public final class SiteName {
    private static final Pattern UNSEEN = Pattern.compile("[\u00ad\u200b\u2060\ufeff]");
    private static final Pattern SPACES = Pattern.compile("\\p{IsWhite_Space}+");

    private SiteName() {}

    /** Empty where nothing of it can be seen. */
    public static String of(String name) {
        if (isPlain(name)) {
            return name;
        }
        String seen = UNSEEN.matcher(name).replaceAll("");
        String spaced = SPACES.matcher(seen).replaceAll(" ").strip();
        return Normalizer.normalize(spaced, Normalizer.Form.NFC);
    }

    /** Different names in their order, without empty ones. */
    public static Set<String> all(Collection<String> names) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : names) {
            String normal = of(name);
            if (!normal.isEmpty()) {
                all.add(normal);
            }
        }
        return all;
    }

    /** Groups of sites; those whose names look the same are one. */
    public static Map<String, List<String>> groups(Map<String, List<String>> groups) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        groups.forEach((name, sites) ->
                all.computeIfAbsent(of(name), first -> new LinkedHashSet<>()).addAll(all(sites)));
        Map<String, List<String>> copy = new LinkedHashMap<>();
        all.forEach((name, sites) -> copy.put(name, List.copyOf(sites)));
        return Map.copyOf(copy);
    }

    /** Printable ASCII with single spaces inside, as nearly all are: every event on its way passes here. */
    private static boolean isPlain(String name) {
        char before = ' ';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) {
                return false;
            }
            before = c;
        }
        return before != ' ' || name.isEmpty();
    }
}
