package dev.nocturne.model;

import java.time.Instant;

/** When a problem began by its source's clock, and how far that can be trusted. */
public record Beginning(Instant at, Certainty certainty) {

    /** What the time rests on, the weakest first. */
    public enum Certainty {
        /** The time at which the event arrived: the problem is not younger. */
        RECEIVED,
        /** A date without a zone, read with a zone that was guessed. */
        GUESSED,
        /** A date without a zone, read with the source's known zone. */
        ZONED,
        /** An absolute time, or an age. */
        EXACT
    }

    public static Beginning exact(Instant at) {
        return new Beginning(at, Certainty.EXACT);
    }

    /** The more certain of the two; of two equally certain ones the earlier. */
    public Beginning or(Beginning other) {
        int trust = certainty.compareTo(other.certainty);
        boolean own = trust > 0 || (trust == 0 && at.isBefore(other.at));
        return own ? this : other;
    }
}
