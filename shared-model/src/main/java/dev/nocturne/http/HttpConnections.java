package dev.nocturne.http;

import dev.nocturne.collect.Counts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP connections of one port: not too many, and none that keeps a place without a request. A
 * client that sends its header octet by octet is never idle, so the time from one whole header to the next is what counts. Safe for all threads.
 */
public final class HttpConnections {
    /** Longer than any request may take. */
    private static final Duration HEADER = Duration.ofSeconds(90);

    private static final Logger LOGGER = LoggerFactory.getLogger(HttpConnections.class);
    private static final Duration CHECK = Duration.ofSeconds(5);

    private final Proxies proxies;
    private final int most;
    private final int mostPerAddress;
    private final long patience;
    private final Map<HttpConnection, Long> lastHeads = new ConcurrentHashMap<>();
    private final Counts peers = new Counts();

    /**
     * @param proxies stand for many clients, and are not counted as one
     * @param most connections at a time; one more is closed at once
     * @param mostPerAddress of them from one client address
     */
    public HttpConnections(Proxies proxies, int most, int mostPerAddress) {
        this(proxies, most, mostPerAddress, HEADER);
    }

    /** @param patience for the next header */
    HttpConnections(Proxies proxies, int most, int mostPerAddress, Duration patience) {
        this.proxies = proxies;
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.patience = patience.toNanos();
    }

    /** Closes those that stay silent, from now on. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(CHECK.toMillis(), tick -> closeSilent());
    }

    void opened(HttpConnection connection) {
        connection.exceptionHandler(
                failure -> LOGGER.atDebug().setCause(failure).log("connection failed"));
        Optional<String> peer = proxies.peer(connection.remoteAddress());
        if (lastHeads.size() >= most
                || !peer.map(address -> peers.add(address, mostPerAddress)).orElse(true)) {
            connection.close();
        } else {
            lastHeads.put(connection, System.nanoTime());
            connection.closeHandler(closed -> left(connection));
        }
    }

    /** Ended, or goes on as something else than HTTP, of which Vert.x tells no end. */
    public void left(HttpConnection connection) {
        if (lastHeads.remove(connection) != null) {
            proxies.peer(connection.remoteAddress()).ifPresent(peers::remove);
        }
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
