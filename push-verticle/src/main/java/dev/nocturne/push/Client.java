package dev.nocturne.push;

import io.netty.buffer.ByteBuf;

/** Who speaks over a {@link Connection}. Called on the connection's event loop only. */
interface Client {
    /** The connection is there, and may be written to. Called once, and first. */
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
