package dev.nocturne.node;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a failure was caused by, for the line that tells an operator why a node does not start. */
public final class Causes {
    private static final int LINES = 3;

    private Causes() {}

    /** The failure and its causes, the first cause last. */
    public static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !chain.contains(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    public static Throwable root(Throwable failure) {
        List<Throwable> chain = chain(failure);
        return chain.get(chain.size() - 1);
    }

    /** The first lines of its message, which say what is wrong, as one. */
    public static String words(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(LINES)
                .collect(Collectors.joining("; "));
    }
}
