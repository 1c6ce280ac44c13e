package dev.nocturne.http;

import dev.nocturne.model.ServiceFailure.Kind;
import java.util.Locale;

/** What HTTP calls the failures of the bus. */
final class Kinds {
    private Kinds() {}

    /** The status (RFC 9110). */
    static int status(Kind kind) {
        return switch (kind) {
            case BAD_REQUEST -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case TOO_MANY_REQUESTS -> 429;
            case INTERNAL -> 500;
            case BUSY, UNAVAILABLE, TIMEOUT, CANNOT_WRITE -> 503;
        };
    }

    /** The name in {@code type} of a problem (RFC 9457). */
    static String urn(Kind kind) {
        return "urn:nocturne:problem:" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
