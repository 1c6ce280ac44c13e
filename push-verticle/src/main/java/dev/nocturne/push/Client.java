package dev.nocturne.push;

import dev.nocturne.auth.Access;
import io.netty.buffer.ByteBuf;

/** Who speaks over a {@link Connection}. Called on the connection's event loop only. */
interface Client {
    /**
     * The connection is there, and speaks for somebody. Called first, and again when they have shown a newer token, which
     * may allow more or less.
     */
    void permitted(Access access);

    /** A whole text message, which is valid UTF-8. */
    void text(String message);

    /** A whole binary message; the buffer is the caller's, and must not be kept. */
    void binary(ByteBuf message);

    /** The connection takes bytes again, after it had none of {@link Connection#isWritable()}. */
    void writable();

    /** The connection is gone. Called once, and nothing after it. */
    void closed();
}
