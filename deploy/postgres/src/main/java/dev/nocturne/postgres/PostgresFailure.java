package dev.nocturne.postgres;

import org.jspecify.annotations.Nullable;

/** Why the embedded database cannot run. The message is one sentence for the person who started the program. */
public final class PostgresFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresFailure(String message) {
        this(message, null);
    }

    PostgresFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
