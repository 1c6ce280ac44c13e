package dev.nocturne.push;

import io.netty.buffer.ByteBuf;

/** Who hears of a {@link Connection}. Called on the connection's event loop only. */
interface ConnectionListener {
    /** The connection takes bytes. Called first. */
    void opened();

    /** A whole text message, which is valid UTF-8. */
    void text(String message);

    /** A whole binary message; the buffer is the caller's, and must not be kept. */
    void binary(ByteBuf message);

    /** The connection takes bytes again, after it had none of {@link Connection#isWritable()}. */
    void writable();

    /** The connection is gone. Called once, and nothing after it. */
    void closed();
}
