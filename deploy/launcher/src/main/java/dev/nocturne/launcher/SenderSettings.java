package dev.nocturne.launcher;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.model.Sites;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys {@code ingest.tokens.NAME.hash}, {@code .sites}, {@code .sources} and {@code .zone} as senders. */
final class SenderSettings {
    private static final int MOST = 1_000;
    private static final int SHOWN = "sha256:".length() + 8;

    private final SmallRyeConfig config;
    private final Map<String, List<String>> siteGroups;
    private final List<Sender> senders = new ArrayList<>();
    private final List<Settings.Effective> effective = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    SenderSettings(SmallRyeConfig config, Map<String, List<String>> siteGroups) {
        this.config = config;
        this.siteGroups = siteGroups;
        Set<String> names = names();
        names.forEach(this::take);
        if (names.size() > MOST) {
            problems.add(Keys.TOKENS + ": names " + names.size() + " senders, at most " + MOST + " are taken");
        }
    }

    List<Sender> senders() {
        return senders;
    }

    /** What holds, with hashes shortened. */
    List<Settings.Effective> effective() {
        return effective;
    }

    List<String> problems() {
        return problems;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String key : config.getPropertyNames()) {
            if (key.startsWith(Keys.TOKENS + ".")) {
                names.add(key.substring(Keys.TOKENS.length() + 1, key.lastIndexOf('.')));
            }
        }
        return names;
    }

    private void take(String name) {
        List<String> hashes = words(name + Keys.TOKEN_HASH);
        if (hashes == null || hashes.isEmpty() || !hashes.stream().allMatch(SenderToken::isHash)) {
            problems.add(Keys.TOKENS + "." + name + Keys.TOKEN_HASH
                    + ": must be sha256: and 64 hexadecimal digits, as ./nocturne token --sender prints it");
            return;
        }
        if (!isName(name)) {
            problems.add(Keys.TOKENS + ": a sender's name must have 1 to " + Sender.MAX_NAME
                    + " letters, digits, dots, dashes or underscores");
            return;
        }
        List<String> sites = words(name + Keys.TOKEN_SITES);
        List<String> sources = words(name + Keys.TOKEN_SOURCES);
        if ((sites != null && sites.isEmpty()) || (sources != null && sources.isEmpty())) {
            problems.add(
                    Keys.TOKENS + "." + name + ": a list of sites or sources must not be empty; leave it out for all");
            return;
        }
        senders.add(new Sender(
                name,
                hashes,
                sites == null ? Sites.ALL : Sites.of(sites, siteGroups),
                sources == null ? List.of() : sources,
                zone(name)));
    }

    private @Nullable ZoneId zone(String name) {
        List<String> zone = words(name + Keys.TOKEN_ZONE);
        if (zone == null) {
            return null;
        }
        try {
            return ZoneId.of(String.join(",", zone));
        } catch (DateTimeException e) {
            problems.add(Keys.TOKENS + "." + name + Keys.TOKEN_ZONE
                    + ": must be a time zone such as Europe/Helsinki or +02:00");
            return null;
        }
    }

    static boolean isName(String name) {
        return name.matches("[A-Za-z0-9._-]{1," + Sender.MAX_NAME + "}");
    }

    /** Null when the key is not set. */
    private @Nullable List<String> words(String member) {
        String key = Keys.TOKENS + "." + member;
        ConfigValue found = config.getConfigValue(key);
        if (found.getValue() == null) {
            return null;
        }
        List<String> words = Kind.words(found.getValue());
        List<String> shown = words.stream()
                .map(word -> SenderToken.isHash(word) ? word.substring(0, SHOWN) + "..." : word)
                .toList();
        effective.add(new Settings.Effective(key, String.join(",", shown), found.getConfigSourceName()));
        return words;
    }
}
