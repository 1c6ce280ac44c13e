package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happened to an alert. The {@linkplain #code() code} is stored and sent between nodes. */
public enum EventKind {
    CREATED(0),
    /** Also what an older node takes a kind for that it does not know, in what others have stored. */
    @JsonEnumDefaultValue
    UPDATED(1),
    ACKNOWLEDGED(2),
    RESOLVED(3);

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
}
