package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import java.util.List;
import java.util.stream.Stream;

/** What nocturne is meant to reach, beside what it did. It decides nothing. */
final class Aim {
    private static final int WHOLE = 1_000;

    private Aim() {}

    static String atMost(String what, double value, double aim) {
        return line(what, value, "at most", aim, value <= aim);
    }

    static String atLeast(String what, double value, double aim) {
        return line(what, value, "at least", aim, value >= aim);
    }

    private static String line(String what, double value, String bound, double aim, boolean isReached) {
        return "- " + what + ": " + figure(value) + "; aim: " + bound + " " + figure(aim) + ", "
                + (isReached ? "reached" : "**missed**");
    }

    private static String figure(double value) {
        return value < WHOLE ? Figure.ratio(value) : Figure.whole(value);
    }

    /** As a list between blank lines; nothing if it is empty. */
    static List<String> list(List<String> aims) {
        return aims.isEmpty()
                ? List.of()
                : Stream.concat(Stream.of("nocturne:\n"), Stream.concat(aims.stream(), Stream.of("")))
                        .toList();
    }
}
