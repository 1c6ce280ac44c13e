package dev.nocturne.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.auth.Access;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.model.ServiceFailure;
import io.github.bucket4j.Bucket;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Vertx;
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
final class Gate implements ConnectionListener {
    private static final String TOKEN = "token";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MAX_EARLY = 16;

    private final Connection connection;
    private final AccessControl control;
    private final Vertx vertx;
    private final Door door;
    private final Client client;
    private final @Nullable Access known;
    private final Deque<String> early = new ArrayDeque<>(0);
    private @Nullable Access access;
    private @Nullable Bucket messages;
    private long timer = -1;
    private int checking;
    /** Tokens are checked side by side: an older one must not replace a newer one. */
    private int asked;

    private int accepted;

    /** @param known who it is, or null for a client that is to say so with its first message */
    Gate(Connection connection, AccessControl control, Vertx vertx, Door door, Client client, @Nullable Access known) {
        this.connection = connection;
        this.control = control;
        this.vertx = vertx;
        this.door = door;
        this.client = client;
        this.known = known;
    }

    @Override
    public void opened() {
        if (known == null) {
            timer = after(DEADLINE, () -> connection.close(CloseReason.UNAUTHENTICATED, "no token in time"));
        } else {
            admit(known);
        }
    }

    @Override
    public void text(String message) {
        if (isTooOften()) {
            return;
        }
        String token = access == null || door.takesTokens() ? tokenIn(message) : null;
        if (token != null) {
            check(token);
        } else if (access != null) {
            client.text(message);
        } else if (checking == 0 || early.size() == MAX_EARLY) {
            connection.close(CloseReason.UNAUTHENTICATED, "show your token first");
        } else {
            early.add(message);
        }
    }

    @Override
    public void binary(ByteBuf message) {
        if (access == null) {
            connection.close(CloseReason.UNAUTHENTICATED, "show your token first");
        } else if (!isTooOften()) {
            client.binary(message);
        }
    }

    @Override
    public void writable() {
        if (access != null) {
            client.writable();
        }
    }

    @Override
    public void closed() {
        vertx.cancelTimer(timer);
        control.places().leave(connection.address());
        if (access != null) {
            control.places().leaveSubject(access.subject());
            client.closed();
        }
    }

    private long after(Duration delay, Runnable action) {
        return vertx.setTimer(Math.max(1, delay.toMillis()), fired -> action.run());
    }

    private boolean isTooOften() {
        Bucket bucket = messages;
        if (bucket == null) {
            bucket = control.messageRate().bucket();
            messages = bucket;
        }
        boolean tooOften = !bucket.tryConsume(1);
        if (tooOften) {
            connection.close(CloseReason.POLICY_VIOLATION, "too many messages");
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
        boolean taken = control.places().takeSubject(subject);
        if (taken && access != null) {
            control.places().leaveSubject(access.subject());
        }
        return taken;
    }

    private void check(String token) {
        checking++;
        int number = ++asked;
        control.authenticator()
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
        control.audit().refused(connection.address(), reason);
        if (access != null) {
            error(reason);
        } else {
            CloseReason code = switch (failure.kind()) {
                case UNAUTHENTICATED -> CloseReason.UNAUTHENTICATED;
                case FORBIDDEN -> CloseReason.FORBIDDEN;
                default -> CloseReason.TRY_AGAIN_LATER;
            };
            connection.close(code, reason);
        }
    }

    private void error(String detail) {
        connection.tell(Notice.Refused.of(detail, List.of()));
    }

    private void admit(Access newer) {
        if (!speaksFor(newer.subject())) {
            connection.close(CloseReason.TRY_AGAIN_LATER, "too many connections of this subject");
            return;
        }
        access = newer;
        vertx.cancelTimer(timer);
        timer = newer.expires().equals(Instant.MAX)
                ? -1
                : after(
                        Duration.between(Instant.now(), newer.expires()),
                        () -> connection.close(CloseReason.UNAUTHENTICATED, "the token has expired"));
        client.permitted(newer);
        while (!early.isEmpty() && connection.isOpen()) {
            client.text(early.remove());
        }
    }
}
