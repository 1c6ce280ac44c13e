package dev.nocturne.store;

import org.jspecify.annotations.Nullable;

/** Why a database, or the way to it, cannot be used, in words for the person who set it; no secrets. */
public final class DatabaseRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
