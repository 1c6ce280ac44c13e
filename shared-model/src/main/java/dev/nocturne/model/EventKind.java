package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happened to an alert. The {@linkplain #code() code} is stored and sent between nodes. */
public enum EventKind {
    CREATED(0),
    UPDATED(1),
    ACKNOWLEDGED(2),
    RESOLVED(3);

    private static final EventKind[] BY_CODE = values();

    private final int code;
    private final String wire = "alert." + name().toLowerCase(Locale.ROOT);

    EventKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The value of {@code event} in public JSON, such as {@code alert.created}. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** @throws IndexOutOfBoundsException unless {@code code} is the code of a kind */
    public static EventKind ofCode(int code) {
        return BY_CODE[code];
    }
}
