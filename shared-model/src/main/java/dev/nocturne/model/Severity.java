package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How bad an alert is, lowest first. The {@linkplain #code() code} is Zabbix's own number and the one that is
 * stored and sent between nodes.
 */
public enum Severity {
    UNCLASSIFIED(0, "not classified", "unknown", "none"),
    INFO(1, "information", "informational", "debug", "notice"),
    WARNING(2, "warn"),
    AVERAGE(3, "minor"),
    HIGH(4, "error", "err", "major"),
    CRITICAL(5, "disaster", "crit", "alert", "emergency", "emerg", "panic", "page");

    private static final Severity[] BY_CODE = values();
    private static final Map<String, Severity> BY_NAME = byName();

    private final int code;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> aliases;

    private final String wire = name().toLowerCase(Locale.ROOT);

    Severity(int code, String... aliases) {
        this.code = code;
        this.aliases = List.of(aliases);
    }

    /** 0 to 5, higher is worse. */
    public int code() {
        return code;
    }

    /** The name in public JSON, lower case. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /**
     * Reads what a source sent: our own names, those of Zabbix, Alertmanager and syslog in any case, or Zabbix's
     * numbers 0 to 5. Syslog's numbers run the other way and are not accepted.
     */
    public static Optional<Severity> parse(String text) {
        return Optional.ofNullable(BY_NAME.get(text.strip().toLowerCase(Locale.ROOT)));
    }

    /** The severity with this code; of one that only newer nodes know, the nearest. */
    public static Severity nearest(int code) {
        return BY_CODE[Math.max(0, Math.min(code, BY_CODE.length - 1))];
    }

    private static Map<String, Severity> byName() {
        Map<String, Severity> names = new HashMap<>();
        for (Severity severity : BY_CODE) {
            names.put(severity.wire, severity);
            names.put(Integer.toString(severity.code), severity);
            for (String alias : severity.aliases) {
                names.put(alias, severity);
            }
        }
        return Map.copyOf(names);
    }
}
