package dev.nocturne.launcher;

import dev.nocturne.auth.Sender;
import dev.nocturne.model.SiteName;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every setting, read once and parsed. */
final class Settings {
    private static final int SHOWN = 200;

    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, List<String>> siteGroups = new TreeMap<>();
    private final List<Sender> senders = new ArrayList<>();
    private final List<Effective> effective = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * One line of what holds.
     *
     * @param value without secrets
     * @param origin which source it came from
     */
    record Effective(String key, String value, String origin) {}

    private final List<Path> files;

    private Settings(@Nullable Path file) {
        this.files = file == null ? List.of() : List.of(file);
    }

    /** @throws ConfigFailure that names every key that is wrong, in whichever source */
    static Settings read(@Nullable Path file, Map<String, String> environment, List<String> sets) {
        ConfigSources sources = ConfigSources.of(file, environment, sets);
        Settings settings = new Settings(file);
        settings.problems.addAll(sources.problems());
        SmallRyeConfig config = sources.overlay();
        Keys.ALL.forEach(setting -> settings.take(setting, config.getConfigValue(setting.name())));
        settings.takeSiteGroups(config);
        settings.takeSenders(new SenderSettings(config, settings.siteGroups));
        settings.compareKeys();
        if (!settings.problems.isEmpty()) {
            throw new ConfigFailure(settings.problems);
        }
        return settings;
    }

    /** The value of a setting that has a default. */
    <T> T get(Setting<T> setting) {
        T value = find(setting);
        if (value == null) {
            throw new IllegalStateException(setting.name() + " has no value");
        }
        return value;
    }

    @SuppressWarnings("unchecked") // put there by take, from the same setting's kind
    <T> @Nullable T find(Setting<T> setting) {
        return (T) values.get(setting.name());
    }

    Map<String, List<String>> siteGroups() {
        return siteGroups;
    }

    /** The files that were read. */
    List<Path> files() {
        return files;
    }

    List<Sender> senders() {
        return senders;
    }

    List<Effective> effective() {
        return effective;
    }

    private void take(Setting<?> setting, ConfigValue found) {
        String text = found.getValue();
        if (text == null || (text.isBlank() && setting.fallback() == null)) {
            effective.add(new Effective(setting.name(), "", "not set"));
            return;
        }
        String origin = origin(found, setting);
        try {
            Object value = setting.kind().parse(text);
            values.put(setting.name(), value);
            effective.add(new Effective(setting.name(), setting.secret() ? value.toString() : text, origin));
        } catch (IllegalArgumentException e) {
            String shown = setting.secret() ? "the value" : "\"" + shorten(text) + "\"";
            String reason = e instanceof Kind.Explained ? ": " + e.getMessage() : "";
            problems.add(setting.name() + ": " + shown + " (from " + origin + ") must be "
                    + setting.kind().allowed() + reason);
        }
    }

    private void takeSiteGroups(SmallRyeConfig config) {
        String prefix = Keys.SITE_GROUPS + ".";
        for (String name : new TreeSet<>(names(config))) {
            if (name.startsWith(prefix)) {
                ConfigValue found = config.getConfigValue(name);
                List<String> sites = Kind.words(String.valueOf(found.getValue()));
                if (found.getValue() == null || sites.isEmpty()) {
                    problems.add(name + ": (from " + found.getConfigSourceName() + ") must be a list of sites");
                } else {
                    siteGroups.put(name.substring(prefix.length()), sites);
                    effective.add(new Effective(name, String.join(",", sites), found.getConfigSourceName()));
                }
            }
        }
        Map<String, List<String>> named = SiteName.groups(siteGroups);
        siteGroups.clear();
        siteGroups.putAll(named);
    }

    private void takeSenders(SenderSettings found) {
        senders.addAll(found.senders());
        effective.addAll(found.effective());
        problems.addAll(found.problems());
    }

    private void compareKeys() {
        requireAtLeast(Keys.SENDER_BURST, Keys.SENDER_RATE);
        requireAtLeast(Keys.ADDRESS_BURST, Keys.ADDRESS_RATE);
        requireAtLeast(Keys.QUEUE_EVENTS, Keys.BATCH_EVENTS);
        List<Setting<Integer>> ports = List.of(Keys.PUSH_PORT, Keys.INGEST_PORT, Keys.MANAGEMENT_PORT);
        for (int i = 1; i < ports.size(); i++) {
            Integer port = find(ports.get(i));
            for (Setting<Integer> other : ports.subList(0, i)) {
                if (port != null && port != 0 && port.equals(find(other))) {
                    problems.add(ports.get(i).name() + ": " + port + " is also the port of " + other.name());
                }
            }
        }
    }

    private void requireAtLeast(Setting<Integer> larger, Setting<Integer> smaller) {
        Integer most = find(larger);
        Integer least = find(smaller);
        if (most != null && least != null && most < least) {
            problems.add(
                    larger.name() + ": " + most + " must not be less than " + smaller.name() + ", which is " + least);
        }
    }

    private static List<String> names(SmallRyeConfig config) {
        List<String> names = new ArrayList<>();
        config.getPropertyNames().forEach(names::add);
        return names;
    }

    private static String origin(ConfigValue found, Setting<?> setting) {
        String source = found.getConfigSourceName();
        return ConfigSources.ENVIRONMENT.equals(source) ? source + " " + setting.variable() : source;
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
