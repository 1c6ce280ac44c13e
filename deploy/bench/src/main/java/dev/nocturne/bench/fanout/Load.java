package dev.nocturne.bench.fanout;

import java.time.Duration;

/**
 * What a contender's producers shall do.
 *
 * @param rate events a second; 0 for as many as it takes
 */
record Load(double rate, Duration time) {
    static Load storm(Duration time) {
        return new Load(0, time);
    }

    /** The same rate, for no longer than this. */
    Load upTo(Duration longest) {
        return new Load(rate, time.compareTo(longest) < 0 ? time : longest);
    }

    boolean isStorm() {
        return rate == 0;
    }

    /** For {@link Served}. */
    String order() {
        return isStorm() ? "storm " + time.toMillis() : "steady " + rate + " " + time.toMillis();
    }
}
