package dev.nocturne.push;

import dev.nocturne.input.InvalidInput;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket client: a cursor into the ring, and no queue of its own. When its socket takes no more, the cursor
 * stays; when the ring has moved on without it, the client is told what it missed, or, if it asked to resume, is
 * brought back from the store. Owned by its hub's event loop.
 */
final class Session {
    static final short UNSUPPORTED_DATA = 1003;
    static final short POLICY_VIOLATION = 1008;
    static final short MESSAGE_TOO_BIG = 1009;
    static final short NO_PONG = 4408;

    private static final Logger LOGGER = LoggerFactory.getLogger(Session.class);
    private static final int MAX_MISSED_PONGS = 3;

    private final ServerWebSocket socket;
    private final Hub hub;
    private final Ring ring;
    private Filter filter = Filter.ALL;
    private long cursor;
    private boolean resumes;
    /** A replay is under way, or the socket is full: whoever ends that calls {@link #advance()}. */
    private boolean waiting;
    /** Raised when the client moves its cursor, so that a replay for the old place is dropped. */
    private int place;

    /** The store is asked whether the cursor can be right: until then it is not told. */
    private boolean confirming;

    private int missedPongs;

    Session(ServerWebSocket socket, Hub hub, Ring ring) {
        this.socket = socket;
        this.hub = hub;
        this.ring = ring;
        this.cursor = ring.head();
    }

    /** Answers the client's messages from now on. */
    void open(Subscribe first, Map<String, List<String>> siteGroups) {
        socket.textMessageHandler(message -> understand(message, siteGroups));
        socket.binaryMessageHandler(message -> socket.close(UNSUPPORTED_DATA, "send text"));
        socket.pongHandler(pong -> missedPongs = 0);
        socket.exceptionHandler(failure -> {
            LOGGER.atDebug().setCause(failure).log("socket failed");
            socket.close(MESSAGE_TOO_BIG, "not a message that this node takes");
        });
        subscribe(first);
        heartbeat(Instant.now());
    }

    private void understand(String message, Map<String, List<String>> siteGroups) {
        if (socket.writeQueueFull()) {
            socket.close(POLICY_VIOLATION, "read the answers before you ask for more");
            return;
        }
        try {
            subscribe(Subscribe.parse(message, siteGroups));
        } catch (InvalidInput e) {
            tell(Notice.Refused.of(String.valueOf(e.getMessage()), e.errors()));
        }
    }

    private void subscribe(Subscribe subscribe) {
        Long since = subscribe.since();
        filter = subscribe.filter();
        if (since == null) {
            welcome();
            return;
        }
        resumes = true;
        moveTo(since);
        if (subscribe.epoch() != null && !subscribe.epoch().equals(hub.epoch())) {
            reset();
            welcome();
        } else if (since > ring.head()) {
            confirm();
        } else {
            welcome();
        }
    }

    private void welcome() {
        tell(Notice.Subscribed.of(filter, cursor, hub.epoch()));
        advance();
    }

    /**
     * The client has seen more than this node: another node was ahead of it, or this one has just started, or the
     * database was replaced by an older one. The store knows which.
     */
    private void confirm() {
        confirming = true;
        int asked = place;
        hub.replay(cursor)
                .onSuccess(page -> {
                    if (asked == place && !socket.isClosed()) {
                        confirming = false;
                        if (page.head() < cursor || !page.epoch().equals(hub.epoch())) {
                            reset();
                        }
                        welcome();
                        heartbeat(Instant.now());
                    }
                })
                .onFailure(failure -> hub.later(() -> {
                    if (asked == place && !socket.isClosed()) {
                        confirm();
                    }
                }));
    }

    private void moveTo(long seq) {
        cursor = seq;
        place++;
        confirming = false;
    }

    /** Writes what the client has not seen, as far as its socket takes it. */
    void advance() {
        while (!waiting && cursor < ring.head() && !socket.isClosed()) {
            if (socket.writeQueueFull()) {
                waiting = true;
                socket.drainHandler(drained -> resumeWriting());
            } else if (cursor < ring.floor()) {
                fellBehind();
            } else {
                Ring.Entry entry = ring.get(cursor + 1);
                if (entry != null) {
                    cursor++;
                    send(entry.event(), entry.text());
                }
            }
        }
    }

    private void resumeWriting() {
        waiting = false;
        advance();
    }

    private void fellBehind() {
        if (!resumes) {
            long floor = ring.floor();
            tell(Notice.Lagged.between(cursor + 1, floor));
            cursor = floor;
            return;
        }
        waiting = true;
        int asked = place;
        hub.replay(cursor)
                .onSuccess(page -> replayed(asked, page))
                .onFailure(failure -> hub.later(this::resumeWriting));
    }

    private void replayed(int asked, FeedBatch page) {
        if (asked == place) {
            if (page.first() > cursor + 1) {
                tell(Notice.Gap.between(cursor + 1, page.first()));
                cursor = page.first() - 1;
            }
            for (FeedEvent event : page.events()) {
                if (socket.isClosed() || socket.writeQueueFull()) {
                    break;
                }
                cursor = event.seq();
                send(event, null);
            }
        }
        resumeWriting();
        if (!waiting) {
            heartbeat(Instant.now());
        }
    }

    private void send(FeedEvent event, @Nullable String text) {
        if (filter.matches(event)) {
            socket.writeTextMessage(text == null ? event.json().toString() : text);
        }
    }

    /** The feed is another one: start at its end, and say so. */
    void reset() {
        moveTo(ring.head());
        tell(Notice.Reset.to(cursor, hub.epoch()));
    }

    void heartbeat(Instant now) {
        if (!confirming && !socket.isClosed() && !socket.writeQueueFull()) {
            tell(Notice.Heartbeat.at(now, cursor, ring.head()));
        }
    }

    /** Pings, and closes the connection of a peer that did not answer the last three. */
    void ping() {
        if (missedPongs >= MAX_MISSED_PONGS) {
            socket.close(NO_PONG, "no pong");
            return;
        }
        missedPongs++;
        socket.writePing(Buffer.buffer());
    }

    void tell(Notice notice) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(notice.json());
        }
    }

    void close(short code, String reason) {
        socket.close(code, reason);
    }
}
