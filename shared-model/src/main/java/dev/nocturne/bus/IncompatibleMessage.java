package dev.nocturne.bus;

import org.jspecify.annotations.Nullable;

/** Another node speaks a version of the bus that this one cannot read. Says which, for the log and for the caller. */
final class IncompatibleMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IncompatibleMessage(String codec, WireVersion got, WireVersion known, @Nullable Throwable cause) {
        super(codec + ": message version " + got + ", this node speaks " + known, cause);
    }
}
