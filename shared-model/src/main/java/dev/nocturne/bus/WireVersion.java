package dev.nocturne.bus;

import dev.nocturne.model.IncompatibleMessage;
import io.vertx.core.buffer.Buffer;

/**
 * The first two octets of each message, which let nodes of two versions share a cluster during an upgrade. A newer minor
 * version only adds what an older reader skips, so a reader takes every minor of its major. Another major is refused.
 */
record WireVersion(int major, int minor) {
    /** Octets that it takes. */
    static final int SIZE = 2;

    void write(Buffer out) {
        out.appendByte((byte) major).appendByte((byte) minor);
    }

    /**
     * The version of the message at this position.
     *
     * @throws IncompatibleMessage unless it has this major
     */
    WireVersion read(String codec, int position, Buffer in) {
        WireVersion got = new WireVersion(in.getUnsignedByte(position), in.getUnsignedByte(position + 1));
        if (got.major != major) {
            throw new IncompatibleMessage(codec, got.toString(), toString(), null);
        }
        return got;
    }

    boolean isNewerThan(WireVersion other) {
        return minor > other.minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
