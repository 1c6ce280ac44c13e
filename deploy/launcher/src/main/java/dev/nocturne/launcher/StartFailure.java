package dev.nocturne.launcher;

import org.jspecify.annotations.Nullable;

/** Why the node did not start, in one line for the person who started it. */
final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
