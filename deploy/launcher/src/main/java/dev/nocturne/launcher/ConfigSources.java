package dev.nocturne.launcher;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.MapBackedConfigSource;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Where settings come from: defaults, file, environment, command line. The later one wins. */
final class ConfigSources {
    static final String DEFAULT = "default";
    static final String ENVIRONMENT = "environment";
    static final String COMMAND_LINE = "--set";

    /** Variables of the start script, which are no settings. */
    private static final Set<String> SCRIPT_VARIABLES = Set.of("NOCTURNE_HOME", "NOCTURNE_JAVA_OPTS");

    private static final int ABOVE = 100;

    private final List<Layer> sources = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private ConfigSources() {}

    /** One source, whose name is what a person is told. */
    private static final class Layer extends MapBackedConfigSource {
        private static final long serialVersionUID = 1L;

        Layer(Map<String, String> values, String name, int ordinal) {
            super(name, values, ordinal);
        }
    }

    /** @param sets texts of the form {@code key=value} */
    static ConfigSources of(@Nullable Path file, Map<String, String> environment, List<String> sets) {
        ConfigSources all = new ConfigSources();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Setting<?> setting : Keys.ALL) {
            if (setting.fallback() != null) {
                defaults.put(setting.name(), setting.fallback());
            }
        }
        all.add(DEFAULT, defaults);
        if (file != null) {
            all.add("file " + file, all.readFile(file));
        }
        all.add(ENVIRONMENT, all.readEnvironment(environment));
        all.add(COMMAND_LINE, all.readCommandLine(sets));
        return all;
    }

    /** What is wrong with the sources themselves: unknown keys, unreadable files. */
    List<String> problems() {
        return problems;
    }

    /** The sources laid over each other; values are as written, nothing in them is expanded. */
    SmallRyeConfig overlay() {
        return new SmallRyeConfigBuilder()
                .withSources(sources.toArray(Layer[]::new))
                .build();
    }

    private void add(String name, Map<String, String> values) {
        Map<String, String> known = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.equals(Keys.SITE_GROUPS)) {
                known.putAll(family(name, key, "", "SITE,SITE", value));
            } else if (key.equals(Keys.TOKENS)) {
                known.putAll(family(name, key, Keys.TOKEN_HASH, "HASH", value));
            } else if (Keys.find(key).isPresent() || Keys.isFamily(key)) {
                known.put(key, value);
            } else {
                problems.add(key + ": there is no such key (from " + name + ")" + Suggestion.forKey(key));
            }
        });
        sources.add(new Layer(known, name, ABOVE * (sources.size() + 1)));
    }

    /** A family on one line, such as {@code Tanzania=Kilimanjaro,Serengeti;Kenya=Mombasa}. */
    private Map<String, String> family(String source, String key, String suffix, String form, String text) {
        Map<String, String> members = new TreeMap<>();
        for (String member : text.split(";", -1)) {
            String[] parts = member.split("=", 2);
            if (parts.length == 2 && !parts[0].isBlank()) {
                members.put(key + "." + parts[0].strip() + suffix, parts[1]);
            } else if (!member.isBlank()) {
                problems.add(key + ": (from " + source + ") must be NAME=" + form + ";NAME=" + form);
            }
        }
        return members;
    }

    private Map<String, String> readEnvironment(Map<String, String> environment) {
        Map<String, String> byVariable = new TreeMap<>();
        Keys.ALL.forEach(setting -> byVariable.put(setting.variable(), setting.name()));
        byVariable.put(Setting.variable(Keys.SITE_GROUPS), Keys.SITE_GROUPS);
        byVariable.put(Setting.variable(Keys.TOKENS), Keys.TOKENS);
        Map<String, String> values = new TreeMap<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (!variable.startsWith(Setting.VARIABLE_PREFIX) || SCRIPT_VARIABLES.contains(variable)) {
                return;
            }
            String key = byVariable.get(variable);
            if (key == null) {
                problems.add(variable + ": there is no such key (from " + ENVIRONMENT + ")"
                        + Suggestion.forVariable(variable));
            } else {
                values.put(key, value);
            }
        });
        return values;
    }

    private Map<String, String> readCommandLine(List<String> sets) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals > 0) {
                values.put(set.substring(0, equals).strip(), set.substring(equals + 1));
            } else {
                problems.add("--set must be followed by key=value");
            }
        }
        return values;
    }

    private Map<String, String> readFile(Path file) {
        try {
            String text = Files.readString(file);
            Map<String, String> values = new YamlConfigSource(file.toString(), text).getProperties();
            if (values.isEmpty() && text.lines().anyMatch(line -> line.matches("[^#].*") && !line.startsWith("---"))) {
                problems.add("--config " + file + " must be a YAML map of keys to values");
            }
            return canonical(values);
        } catch (NoSuchFileException e) {
            problems.add("--config " + file + ": there is no such file");
        } catch (IOException e) {
            problems.add("--config " + file + " cannot be read: " + e.getMessage());
        } catch (MarkedYAMLException e) {
            problems.add("--config " + file + " is not YAML: " + e.getProblem()
                    + (e.getProblemMark() == null
                            ? ""
                            : ", line " + (e.getProblemMark().getLine() + 1)));
        } catch (RuntimeException e) {
            problems.add("--config " + file + " must be a YAML map of keys to values");
        }
        return Map.of();
    }

    /** Keys as they are written elsewhere: without quotes around names with dots, and a list as one value. */
    private static Map<String, String> canonical(Map<String, String> yaml) {
        Map<String, String> values = new TreeMap<>();
        yaml.forEach((key, value) -> {
            boolean item = key.endsWith("]") && yaml.containsKey(key.substring(0, key.lastIndexOf('[')));
            if (!item) {
                values.put(key.replace("\"", ""), value == null ? "" : value);
            }
        });
        return values;
    }
}
