package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events (WHATWG HTML section 9.2). Its body ends with the connection, which each version of HTTP
 * and each proxy understands; where it broke off is known from the ids.
 */
final class EventStream extends Connection {
    private static final byte[] COMMENT = ":\n\n".getBytes(US_ASCII);

    EventStream(
            HttpServerRequest request,
            String address,
            ConnectionOwner owner,
            Function<Connection, ConnectionListener> listeners) {
        super(Form.EVENT_STREAM, request, address, owner, listeners);
    }

    /**
     * @param origin the page's that may read the stream beside the node's own, or null
     * @param retryMillis when a client may come back that lost the connection
     */
    boolean takeOver(HttpServerRequest request, @Nullable String origin, long retryMillis) {
        String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n"
                + "x-accel-buffering: no\r\nx-content-type-options: nosniff\r\nvary: origin\r\nconnection: close\r\n"
                + (origin == null ? "" : "access-control-allow-origin: " + origin + "\r\n")
                + "\r\nretry: " + retryMillis + "\n\n";
        return takeOver(request, 200, head, List.of());
    }

    @Override
    void ping() {
        write(Unpooled.wrappedBuffer(COMMENT));
    }

    /** There are no codes here: the client sees the end, and comes back by itself. */
    @Override
    void goodbye(int code, String detail) {
        writeLast(COMMENT, this::end);
    }

    /** A client has nothing to say after its request. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }
}
