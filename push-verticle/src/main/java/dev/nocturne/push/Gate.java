package dev.nocturne.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.auth.Access;
import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import io.github.bucket4j.Bucket;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a connection and its client: nobody gets through before it is known for whom they speak, and for no
 * longer than their token holds. Owned by the connection's event loop.
 */
final class Gate {
    private static final String TOKEN = "token";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MAX_EARLY = 16;

    private final Connection connection;
    private final PushNode node;
    private final Hub hub;
    private final Door door;
    private final Client client;
    private final Deque<String> early = new ArrayDeque<>(0);
    private @Nullable Access access;
    private @Nullable Bucket messages;
    private long timer = -1;
    private int checking;
    /** Tokens are checked side by side: an older one must not replace a newer one. */
    private int asked;

    private int accepted;

    Gate(Connection connection, PushNode node, Hub hub, Door door, Client client) {
        this.connection = connection;
        this.node = node;
        this.hub = hub;
        this.door = door;
        this.client = client;
    }

    /** @param known who it is, or null for a client that is to say so with its first message */
    void opened(@Nullable Access known) {
        if (known == null) {
            timer = hub.after(DEADLINE, () -> connection.close(WebSocket.NO_TOKEN, "no token in time"));
        } else {
            admit(known);
        }
    }

    void text(String message) {
        if (isTooOften()) {
            return;
        }
        String token = access == null || door.takesTokens() ? tokenIn(message) : null;
        if (token != null) {
            check(token);
        } else if (access != null) {
            client.text(message);
        } else if (checking == 0 || early.size() == MAX_EARLY) {
            connection.close(WebSocket.NO_TOKEN, "show your token first");
        } else {
            early.add(message);
        }
    }

    void binary(ByteBuf message) {
        if (access == null) {
            connection.close(WebSocket.NO_TOKEN, "show your token first");
        } else if (!isTooOften()) {
            client.binary(message);
        }
    }

    void writable() {
        if (access != null) {
            client.writable();
        }
    }

    void closed() {
        hub.cancel(timer);
        if (access != null) {
            node.places().leaveSubject(access.subject());
            client.closed();
        }
    }

    private boolean isTooOften() {
        Bucket bucket = messages;
        if (bucket == null) {
            bucket = node.messageRate().bucket();
            messages = bucket;
        }
        boolean tooOften = !bucket.tryConsume(1);
        if (tooOften) {
            connection.close(WebSocket.POLICY_VIOLATION, "too many messages");
        }
        return tooOften;
    }

    /** The token of a message that is {@code {"token":"..."}}, or null. */
    private static @Nullable String tokenIn(String message) {
        if (!message.contains(TOKEN)) {
            return null;
        }
        try {
            return Fields.parse(Buffer.buffer(message)) instanceof ObjectNode object && object.size() == 1
                    ? object.path(TOKEN).textValue()
                    : null;
        } catch (InvalidInput e) {
            return null; // the client is told by whoever reads it next
        }
    }

    /** Whether the subject has a place for it, which it then holds in the place of the one before. */
    private boolean speaksFor(String subject) {
        if (access != null && access.subject().equals(subject)) {
            return true;
        }
        boolean taken = node.places().takeSubject(subject);
        if (taken && access != null) {
            node.places().leaveSubject(access.subject());
        }
        return taken;
    }

    private void check(String token) {
        checking++;
        int number = ++asked;
        node.authenticator()
                .authenticate(token)
                .onComplete(done -> checking--)
                .onSuccess(newer -> {
                    if (number > accepted) {
                        accepted = number;
                        accept(newer);
                    }
                })
                .onFailure(failure -> refuse(ServiceFailure.of(failure)));
    }

    private void accept(Access newer) {
        if (!connection.isOpen()) {
            return;
        }
        try {
            door.require(newer);
        } catch (ServiceFailure e) {
            refuse(e);
            return;
        }
        if (access != null
                && !access.equals(Access.ANONYMOUS)
                && !access.subject().equals(newer.subject())) {
            error("the token is somebody else's: connect again with it");
            return;
        }
        connection.tell(Notice.Authenticated.as(newer.subject()));
        admit(newer);
    }

    /** A first token that does not hold ends the connection; a newer one leaves everything as it is. */
    private void refuse(ServiceFailure failure) {
        String reason = String.valueOf(failure.getMessage());
        node.audit().refused(connection.address(), reason);
        if (access != null) {
            error(reason);
        } else {
            int code = switch (failure.kind()) {
                case UNAUTHENTICATED -> WebSocket.NO_TOKEN;
                case FORBIDDEN -> WebSocket.FORBIDDEN;
                default -> WebSocket.TRY_AGAIN_LATER;
            };
            connection.close(code, reason);
        }
    }

    private void error(String detail) {
        connection.tell(Notice.Refused.of(detail, List.of()));
    }

    private void admit(Access newer) {
        if (!speaksFor(newer.subject())) {
            connection.close(WebSocket.TRY_AGAIN_LATER, "too many connections of this subject");
            return;
        }
        access = newer;
        hub.cancel(timer);
        timer = newer.expires().equals(Instant.MAX)
                ? -1
                : hub.after(
                        Duration.between(Instant.now(), newer.expires()),
                        () -> connection.close(WebSocket.NO_TOKEN, "the token has expired"));
        client.permitted(newer);
        while (!early.isEmpty() && connection.isOpen()) {
            client.text(early.remove());
        }
    }
}
