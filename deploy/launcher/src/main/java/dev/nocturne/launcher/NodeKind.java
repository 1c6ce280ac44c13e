package dev.nocturne.launcher;

import java.util.Locale;

/** What one process runs. */
enum NodeKind {
    ALL,
    INGEST,
    STORE,
    PUSH;

    boolean runs(NodeKind role) {
        return this == ALL || this == role;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
