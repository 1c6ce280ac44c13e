package dev.nocturne.launcher;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration.
 *
 * @param fallback what holds when nobody sets it, or null when it is then absent
 * @param secret whether its text must never be printed
 */
record Setting<T>(String name, Kind<T> kind, @Nullable String fallback, boolean secret) {
    static final String VARIABLE_PREFIX = "NOCTURNE_";

    static <T> Setting<T> of(String name, Kind<T> kind, String fallback) {
        return new Setting<>(name, kind, fallback, false);
    }

    static <T> Setting<T> optional(String name, Kind<T> kind) {
        return new Setting<>(name, kind, null, false);
    }

    static <T> Setting<T> secret(String name, Kind<T> kind) {
        return new Setting<>(name, kind, null, true);
    }

    /** The environment variable that sets it. */
    String variable() {
        return variable(name);
    }

    static String variable(String name) {
        return VARIABLE_PREFIX + name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
