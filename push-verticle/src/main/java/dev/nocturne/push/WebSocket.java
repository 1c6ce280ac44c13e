package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket (RFC 6455) after its handshake, as a server. Netty's decoder checks frames, masks and close codes, its
 * validator text; here are messages, control frames and the end. No extension is ever negotiated.
 */
final class WebSocket extends Connection {
    private static final int MAX_MISSED_PONGS = 3;
    /** Fits into a control frame, as our reasons are plain ASCII (RFC 6455 section 5.5). */
    private static final int MAX_REASON = 123;
    /** RFC 6455 section 7.4.2; the decoder checks the rest. */
    private static final int MAX_CODE = 4_999;

    private final int maxMessage;
    private @Nullable ByteBuf fragments;
    private boolean text;
    private int missedPongs;
    private boolean failed;

    WebSocket(
            HttpServerRequest request,
            String address,
            ConnectionOwner owner,
            int maxMessage,
            Function<Connection, ConnectionListener> listeners) {
        super(Form.WEB_SOCKET, request, address, owner, listeners);
        this.maxMessage = maxMessage;
    }

    boolean takeOver(HttpServerRequest request) {
        WebSocketDecoderConfig strict = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxMessage)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
        return takeOver(
                request,
                Handshake.STATUS,
                Handshake.head(request),
                List.of(new WebSocket13FrameDecoder(strict), new Utf8FrameValidator(false)));
    }

    /** The peer has missed three pings when the fourth is due. */
    @Override
    void ping() {
        if (missedPongs == MAX_MISSED_PONGS) {
            close(CloseReason.NO_PONG, "no pong");
            return;
        }
        missedPongs++;
        write(Unpooled.wrappedBuffer(Form.frame(Form.PING, new byte[0])));
    }

    @Override
    void goodbye(int code, String detail) {
        byte[] text = detail.substring(0, Math.min(detail.length(), MAX_REASON)).getBytes(UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> Byte.SIZE);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        writeLast(Form.frame(Form.CLOSE, payload), failed ? this::shutdownOutput : () -> {});
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof CloseWebSocketFrame close) {
                answer(close);
            } else if (message instanceof WebSocketFrame frame && isOpen()) {
                read(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            byte[] payload = new byte[frame.content().readableBytes()];
            frame.content().readBytes(payload);
            write(Unpooled.wrappedBuffer(Form.frame(Form.PONG, payload)));
        } else if (frame instanceof PongWebSocketFrame) {
            missedPongs = 0;
        } else {
            assemble(frame);
        }
    }

    /** A message in one frame is passed on as it is; only fragments are collected (RFC 6455 section 5.4). */
    private void assemble(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
            text = frame instanceof TextWebSocketFrame;
            if (frame.isFinalFragment()) {
                deliver(frame.content());
                return;
            }
            fragments = Unpooled.buffer();
        }
        ByteBuf message = requireNonNull(fragments, "the decoder lets no continuation begin a message");
        if (message.readableBytes() + frame.content().readableBytes() > maxMessage) {
            fail(CloseReason.MESSAGE_TOO_BIG.code(), "message over " + maxMessage + " bytes");
        } else {
            message.writeBytes(frame.content());
            if (frame.isFinalFragment()) {
                fragments = null;
                deliver(message);
            }
        }
    }

    private void deliver(ByteBuf message) {
        if (text) {
            String string = message.toString(UTF_8);
            dispatch(() -> listener().text(string));
        } else {
            dispatch(() -> listener().binary(message));
        }
    }

    /** The end of a closing handshake (RFC 6455 section 5.5.1): the server is the one that closes the TCP connection. */
    private void answer(CloseWebSocketFrame close) {
        if (close.statusCode() > MAX_CODE) {
            fail(CloseReason.PROTOCOL_ERROR.code(), "no such close code");
        } else if (isOpen()) {
            byte[] payload = new byte[Math.min(2, close.content().readableBytes())];
            close.content().getBytes(close.content().readerIndex(), payload);
            writeLast(Form.frame(Form.CLOSE, payload), this::end);
        } else {
            end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException wrong) {
            fail(wrong.closeStatus().code(), String.valueOf(wrong.getMessage()));
        } else {
            super.exceptionCaught(context, failure);
        }
    }

    /**
     * Says what was wrong and that nothing more comes, and waits for the peer to hang up: to hang up first would reset the
     * connection, and the peer would not read why (RFC 6455 section 7.1.7).
     */
    private void fail(int code, String reason) {
        failed = true;
        close(code, reason);
    }
}
