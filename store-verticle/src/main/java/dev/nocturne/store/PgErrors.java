package dev.nocturne.store;

import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import io.vertx.pgclient.PgException;

/** Tells a database that is away from a mistake of ours, by SQLSTATE (PostgreSQL manual, appendix A). */
final class PgErrors {
    private PgErrors() {}

    static ServiceFailure translate(Throwable failure) {
        if (failure instanceof ServiceFailure known) {
            return known;
        }
        if (failure instanceof PgException error && !isOutage(String.valueOf(error.getSqlState()))) {
            return new ServiceFailure(Kind.INTERNAL, "database error " + error.getSqlState(), failure);
        }
        return new ServiceFailure(Kind.UNAVAILABLE, "the database is not available", failure);
    }

    /** Connection (08), rollback (40), resources (53), intervention or timeout (57), system (58), read-only (25006). */
    private static boolean isOutage(String state) {
        return state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("25006");
    }
}
