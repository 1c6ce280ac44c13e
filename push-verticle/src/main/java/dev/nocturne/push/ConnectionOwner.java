package dev.nocturne.push;

import io.vertx.core.http.HttpConnection;
import java.util.UUID;

/** What a {@link Connection} needs of the event loop that it lives on. */
interface ConnectionOwner {
    /** The connection was one of HTTP, and is none any more. */
    void leftHttp(HttpConnection connection);

    void add(Connection connection);

    void remove(Connection connection);

    /** Runs it now, on the owner's context. */
    void dispatch(Runnable action);

    WriteBudget budget();

    /** Most bytes to write to a client at once. */
    int writeBytes();

    /** The feed's. */
    UUID epoch();

    /** Whether the node shuts down, so that no connection is waited for. */
    boolean isDraining();
}
