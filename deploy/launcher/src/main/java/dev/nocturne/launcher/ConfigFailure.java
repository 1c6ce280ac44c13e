package dev.nocturne.launcher;

import java.util.List;

/** Why the configuration cannot be used: everything that is wrong with it, at once, and no secrets. */
final class ConfigFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of texts
    private final List<String> problems;

    ConfigFailure(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
