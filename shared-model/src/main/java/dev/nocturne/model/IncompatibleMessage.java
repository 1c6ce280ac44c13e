package dev.nocturne.model;

import org.jspecify.annotations.Nullable;

/** Another node speaks a version of the bus that this one cannot read. Says which, for the log and for the caller. */
public final class IncompatibleMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The versions are those of the message and of this node. */
    public IncompatibleMessage(String codec, String got, String known, @Nullable Throwable cause) {
        super(codec + ": message version " + got + ", this node speaks " + known, cause);
    }
}
