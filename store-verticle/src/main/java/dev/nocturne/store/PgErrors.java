package dev.nocturne.store;

import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Tells a database that is away from a mistake of ours, by SQLSTATE (PostgreSQL manual, appendix A). */
final class PgErrors {
    private PgErrors() {}

    static ServiceFailure translate(Throwable failure) {
        if (failure instanceof ServiceFailure known) {
            return known;
        }
        if (failure instanceof PgException error) {
            String state = String.valueOf(error.getSqlState());
            return isOutage(state)
                    ? away(failure)
                    : new ServiceFailure(Kind.INTERNAL, "database error " + state, failure);
        }
        boolean unreachable = failure instanceof VertxException
                || failure instanceof IOException
                || failure instanceof TimeoutException;
        return unreachable ? away(failure) : new ServiceFailure(Kind.INTERNAL, "internal error", failure);
    }

    private static ServiceFailure away(Throwable failure) {
        return new ServiceFailure(Kind.UNAVAILABLE, "the database is not available", failure);
    }

    /**
     * Connection (08), session ended while it waited (25P03), login (28), no such database (3D), rollback (40), resources
     * (53), intervention or timeout (57), system (58), read-only (25006).
     */
    private static boolean isOutage(String state) {
        return state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("3D")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("25P03")
                || state.equals("25006");
    }
}
