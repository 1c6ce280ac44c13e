package dev.nocturne.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The HTTP connections of one port: not too many, and none that keeps a place without a request. A
 * client that sends its header octet by octet is never idle, so the time from one whole header to the next is what counts. Safe for all threads.
 */
public final class HttpConnections {
    /** Longer than any request may take. */
    private static final Duration HEADER = Duration.ofSeconds(90);

    private static final Duration CHECK = Duration.ofSeconds(5);

    private final int most;
    private final long patience;
    private final Map<HttpConnection, Long> lastHeads = new ConcurrentHashMap<>();

    /** @param most connections at a time; one more is closed at once */
    public HttpConnections(Vertx vertx, int most) {
        this(vertx, most, HEADER);
    }

    /**
     * @param most connections at a time; one more is closed at once
     * @param patience for the next header
     */
    HttpConnections(Vertx vertx, int most, Duration patience) {
        this.most = most;
        this.patience = patience.toNanos();
        vertx.setPeriodic(CHECK.toMillis(), tick -> closeSilent());
    }

    void opened(HttpConnection connection) {
        if (lastHeads.size() >= most) {
            connection.close();
            return;
        }
        lastHeads.put(connection, System.nanoTime());
        connection.closeHandler(closed -> lastHeads.remove(connection));
    }

    /** A whole header has arrived. */
    void heard(HttpConnection connection) {
        lastHeads.replace(connection, System.nanoTime());
    }

    private void closeSilent() {
        long now = System.nanoTime();
        lastHeads.forEach((connection, heard) -> {
            if (now - heard > patience) {
                connection.close();
            }
        });
    }
}
