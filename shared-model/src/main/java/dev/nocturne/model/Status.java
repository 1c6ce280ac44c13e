package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a problem is still there. The {@linkplain #code() code} is what is stored. */
public enum Status {
    OPEN(0),
    RESOLVED(1);

    private final int code;
    private final String wire = name().toLowerCase(Locale.ROOT);

    Status(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The name in public JSON, lower case. */
    @JsonValue
    public String wire() {
        return wire;
    }
}
