package dev.nocturne.store;

import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/**
 * Tells a database that is away from one that refuses to write, from values that it cannot hold and from a mistake of
 * ours, by SQLSTATE (PostgreSQL manual, appendix A).
 */
final class PgErrors {
    private static final String READ_ONLY = "25006";
    private static final String DISK_FULL = "53100";
    private static final String LOCKED = "55P03";
    private static final String CLASS_DATA = "22";

    private PgErrors() {}

    /** The session leads to a standby, or to a server that was told not to write. */
    static boolean isReadOnly(Throwable failure) {
        return state(failure).equals(READ_ONLY);
    }

    /** Somebody else held a lock for longer than we wait for one. */
    static boolean isLocked(Throwable failure) {
        return state(failure).equals(LOCKED);
    }

    private static String state(Throwable failure) {
        return failure instanceof PgException error ? String.valueOf(error.getSqlState()) : "";
    }

    static ServiceFailure translate(Throwable failure) {
        if (failure instanceof ServiceFailure known) {
            return known;
        }
        if (failure instanceof PgException error) {
            return translate(error, state(error));
        }
        if (failure instanceof TimeoutException) {
            return new ServiceFailure(Kind.UNAVAILABLE, "the database does not answer in time", failure);
        }
        return failure instanceof VertxException || failure instanceof IOException
                ? new ServiceFailure(Kind.UNAVAILABLE, "the database is not available", failure)
                : new ServiceFailure(Kind.INTERNAL, "internal error", failure);
    }

    private static ServiceFailure translate(PgException error, String state) {
        return switch (state) {
            case READ_ONLY -> new ServiceFailure(Kind.CANNOT_WRITE, "the database is read-only (25006)", error);
            case DISK_FULL -> new ServiceFailure(Kind.CANNOT_WRITE, "the database's disk is full (53100)", error);
            case LOCKED ->
                new ServiceFailure(Kind.CANNOT_WRITE, "somebody else holds a lock in the database (55P03)", error);
            default -> {
                if (state.startsWith(CLASS_DATA)) {
                    yield new ServiceFailure(
                            Kind.BAD_REQUEST, "the database cannot hold this value (" + state + ")", error);
                }
                yield isOutage(state)
                        ? new ServiceFailure(Kind.UNAVAILABLE, "the database is not available (" + state + ")", error)
                        : new ServiceFailure(Kind.INTERNAL, "database error " + state, error);
            }
        };
    }

    /**
     * Connection (08), session ended while it waited (25P03), login (28), no such database (3D), rollback (40), resources
     * (53), intervention or timeout (57), system (58).
     */
    private static boolean isOutage(String state) {
        return state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("3D")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("25P03");
    }
}
