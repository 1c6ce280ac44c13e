package dev.nocturne.push;

import static java.util.Objects.requireNonNull;

import dev.nocturne.http.HttpConnections;
import io.vertx.core.http.HttpConnection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many connections of each form a node has, for its metrics. Safe for all threads. */
final class OpenConnections {
    private final HttpConnections http;
    private final Map<Form, LongAdder> open =
            new EnumMap<>(Map.of(Form.WEB_SOCKET, new LongAdder(), Form.EVENT_STREAM, new LongAdder()));

    OpenConnections(HttpConnections http) {
        this.http = http;
    }

    /** It is no HTTP connection any more, and is not counted as one. */
    void leftHttp(HttpConnection connection) {
        http.left(connection);
    }

    /** How many of the form are open. */
    LongAdder of(Form form) {
        return requireNonNull(open.get(form));
    }
}
