package dev.nocturne.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role that an alert passes on its way to a push node.
 *
 * @param detail why it does not work
 * @param since when it came into this state; null for the first one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Hop(
        String role,
        State state,
        @Nullable String detail,
        @Nullable Instant since) {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** What is known of the nodes of a role. */
    enum State {
        /** One of them works. */
        UP,
        /** There are some, and none of them works. */
        FAILING,
        /** None was heard of for {@code Hops.SILENCE}. */
        GONE,
        /** This node is too young to know. */
        UNKNOWN;

        @JsonValue
        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether it says what another one says: a number that counts on in the reason makes no other reason of it. */
    boolean says(Hop other) {
        return state == other.state && reason().equals(other.reason());
    }

    private String reason() {
        return detail == null ? "" : NUMBER.matcher(detail).replaceAll("#");
    }
}
