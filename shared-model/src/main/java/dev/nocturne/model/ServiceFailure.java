package dev.nocturne.model;

import io.vertx.core.eventbus.ReplyException;
import org.jspecify.annotations.Nullable;

/**
 * The one failure that a call over the bus ends with. Only the kind and the text cross the bus, so the text must be
 * fit for the caller's eyes.
 */
public final class ServiceFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public ServiceFailure(Kind kind, String message) {
        this(kind, message, null);
    }

    public ServiceFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Translates whatever a call failed with. */
    public static ServiceFailure of(Throwable failure) {
        if (failure instanceof ServiceFailure known) {
            return known;
        }
        if (failure instanceof ReplyException reply) {
            return of(reply);
        }
        if (failure instanceof IncompatibleMessage other) {
            return new ServiceFailure(Kind.UNAVAILABLE, String.valueOf(other.getMessage()), other);
        }
        return new ServiceFailure(Kind.INTERNAL, "internal error", failure);
    }

    private static ServiceFailure of(ReplyException reply) {
        return switch (reply.failureType()) {
            case TIMEOUT -> new ServiceFailure(Kind.TIMEOUT, "no reply in time", reply);
            case NO_HANDLERS -> new ServiceFailure(Kind.UNAVAILABLE, "service not running", reply);
            case RECIPIENT_FAILURE ->
                new ServiceFailure(Kind.ofCode(reply.failureCode()), String.valueOf(reply.getMessage()), reply);
            case ERROR -> new ServiceFailure(Kind.INTERNAL, "bus delivery error", reply);
        };
    }

    /** What went wrong, with its fixed code on the bus. */
    public enum Kind {
        BAD_REQUEST(1, Passes.NEVER),
        NOT_FOUND(2, Passes.NEVER),
        BUSY(3, Passes.SOON),
        UNAVAILABLE(4, Passes.SOON),
        TIMEOUT(5, Passes.SOON),
        INTERNAL(6, Passes.NEVER),
        UNSUPPORTED_MEDIA_TYPE(7, Passes.NEVER),
        UNAUTHENTICATED(8, Passes.NEVER),
        FORBIDDEN(9, Passes.NEVER),
        TOO_MANY_REQUESTS(10, Passes.NEVER),
        /** The store is there, and its database refuses to write: read-only, without room, or locked by somebody. */
        CANNOT_WRITE(11, Passes.SOON);

        private final int code;
        private final Passes passes;

        Kind(int code, Passes passes) {
            this.code = code;
            this.passes = passes;
        }

        public int code() {
            return code;
        }

        /** Whether the same call may succeed a little later, perhaps on another node. */
        public boolean isTransient() {
            return passes == Passes.SOON;
        }

        /** A code that this version does not know is {@code INTERNAL}. */
        static Kind ofCode(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return INTERNAL;
        }
    }

    /** Whether waiting helps the one call that failed. */
    private enum Passes {
        SOON,
        NEVER
    }
}
