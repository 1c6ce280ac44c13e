package dev.nocturne.push;

import dev.nocturne.auth.Access;
import io.netty.buffer.ByteBuf;

/** Who speaks over a connection once it is known for whom. Called on the connection's event loop only. */
interface Client {
    /** Called first, and again when the client has shown a newer token, which may allow more or less. */
    void permitted(Access access);

    /** A whole text message, which is valid UTF-8. */
    void text(String message);

    /** A whole binary message; the buffer is the caller's, and must not be kept. */
    void binary(ByteBuf message);

    /** See {@link ConnectionListener#writable()}. */
    void writable();

    /** The connection is gone. Called once, and nothing after it. */
    void closed();
}
