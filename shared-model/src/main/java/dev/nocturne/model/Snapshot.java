package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A problem as its source saw it at one moment.
 *
 * @param suppressed whether the source holds back its notifications, as in a maintenance
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Snapshot(
        @JsonUnwrapped Location location,
        Severity severity,
        String message,
        Status status,
        boolean acknowledged,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean suppressed,
        @JsonUnwrapped Details details) {
    /** The message of an alert that its sender gives none. */
    public static final String NO_MESSAGE = "(no message)";

    /** The message of a problem of which the source tells no name, but its id. */
    public static String unnamed(String sourceId) {
        return "Problem " + sourceId;
    }

    /** The same problem elsewhere. */
    public Snapshot at(Location other) {
        return new Snapshot(other, severity, message, status, acknowledged, suppressed, details);
    }
}
