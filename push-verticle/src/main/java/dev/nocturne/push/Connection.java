package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The channel of one client, taken over from Vert.x once the request is answered. It stands alone in the pipeline, because
 * only so can one prebuilt buffer go to every socket untouched, can a peer that stopped reading be cut off, and does a
 * silent connection cost little: Vert.x would encode each message again, and its close waits behind what the peer does not
 * read. Owned by the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that failed ends in channelInactive, where all is told
abstract class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(Connection.class);
    /** What the peer may take to answer a close before it is cut off. */
    private static final Duration GOODBYE = Duration.ofSeconds(3);
    /** So many times that again, while it takes what was written before. */
    private static final int MAX_GOODBYES = 10;
    /** Answers up to this size are given without a look at the node's memory, bytes. */
    private static final int SMALL = 4 * 1024;

    private static final String NO_MEMORY = "too slow, and this node is short of memory";

    private final Form form;
    private final ConnectionOwner owner;
    private final String address;
    private final ConnectionListener listener;
    private final Channel channel;
    private final Outbound outbound;
    private @Nullable ChannelHandlerContext context;
    private long fullSince;
    private boolean tls;

    private boolean closing;

    /**
     * @param address the peer's, as it is counted
     * @param listeners makes the listener of this connection
     */
    Connection(
            Form form,
            HttpServerRequest request,
            String address,
            ConnectionOwner owner,
            Function<Connection, ConnectionListener> listeners) {
        this.form = form;
        this.owner = owner;
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.outbound = new Outbound(channel, owner.budget());
        this.address = address;
        this.listener = listeners.apply(this);
    }

    /**
     * Puts this in the place of HTTP, behind the decoders, and answers.
     *
     * @param request is answered with the head
     * @param status in the head
     * @return false if the peer has gone meanwhile, or is behind with earlier answers, which ends the connection
     */
    final boolean takeOver(HttpServerRequest request, int status, String head, List<ChannelHandler> decoders) {
        if (!channel.isActive() || !channel.isWritable()) {
            channel.close();
            return false;
        }
        Takeover.begin(request, status);
        ChannelPipeline pipeline = channel.pipeline();
        decoders.forEach(pipeline::addLast);
        pipeline.addLast(this);
        tls = pipeline.get(SslHandler.class) != null;
        Takeover.end(pipeline);
        owner.leftHttp(request.connection());
        int bytes = owner.writeBytes();
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(bytes / 2, bytes));
        owner.add(this);
        write(Unpooled.copiedBuffer(head, US_ASCII));
        dispatch(listener::opened);
        return true;
    }

    Form form() {
        return form;
    }

    final ConnectionListener listener() {
        return listener;
    }

    /** The peer's, as it is counted. */
    final String address() {
        return address;
    }

    boolean isOpen() {
        return !closing && channel.isActive();
    }

    /** Whether the peer has taken enough of what was written for it to get more. */
    boolean isWritable() {
        return channel.isWritable();
    }

    /**
     * Writes bytes in this connection's form, and flushes them; takes over the buffer. Ends the connection when the node has
     * no memory for a large one.
     */
    void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (size > SMALL && !owner.budget().fits(size)) {
            bytes.release();
            close(CloseReason.TRY_AGAIN_LATER, NO_MEMORY);
        } else {
            write(bytes, size);
        }
    }

    /** The same with a buffer that the budget counts already, see {@link #fits}. */
    void writeShared(ByteBuf bytes) {
        write(bytes, tls ? bytes.readableBytes() : 0);
    }

    /** Whether there is memory to write a shared buffer of this size: TLS makes a copy of it for this peer. */
    boolean fits(int bytes) {
        return !tls || owner.budget().fits(bytes);
    }

    private void write(ByteBuf bytes, int own) {
        if (context == null || closing) {
            bytes.release();
            return;
        }
        outbound.add(bytes.readableBytes(), own);
        context.writeAndFlush(bytes, context.voidPromise());
        outbound.charge();
    }

    /** What waits for the peer. */
    final Outbound outbound() {
        return outbound;
    }

    /** Ends the connection to free its memory; one that was told to go is cut off. */
    final void shed() {
        if (closing) {
            cut();
        } else {
            outbound.beginAnew();
            close(CloseReason.TRY_AGAIN_LATER, NO_MEMORY);
        }
    }

    void tell(Notice notice) {
        tell(form.notice(notice, owner.epoch()));
    }

    /** Bytes of a notice in this connection's form, which nobody changes. */
    void tell(byte[] notice) {
        write(Unpooled.wrappedBuffer(notice));
    }

    /** A small sign of life; a peer that should have answered earlier ones and did not is closed. */
    abstract void ping();

    /** Ends the connection with the code and reason, where its form has any; a peer that does not let it is cut off. */
    final void close(CloseReason reason, String detail) {
        close(reason.code(), detail);
    }

    final void close(int code, String detail) {
        if (!closing && channel.isActive()) {
            goodbye(code, detail);
        }
    }

    abstract void goodbye(int code, String detail);

    /** Writes the last bytes of all; a peer that does not take them, or does not hang up when it should, is cut off. */
    final void writeLast(byte[] bytes, Runnable written) {
        closing = true;
        awaitEnd(MAX_GOODBYES, outbound.waiting(), false);
        if (context != null) {
            context.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(done -> written.run());
        }
    }

    /**
     * A peer that takes what waits for it gets the time to come to the reason. Once all is in the kernel, nobody sees how
     * much of it the peer has taken, but it has taken the rest.
     */
    private void awaitEnd(int left, long before, boolean takes) {
        Runnable check = () -> {
            long waiting = outbound.waiting();
            boolean takesNow = waiting < before || (takes && waiting == 0);
            if (takesNow && left > 1 && !owner.isDraining()) {
                awaitEnd(left - 1, waiting, true);
            } else {
                cut();
            }
        };
        channel.eventLoop().schedule(check, GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nothing more will be written; what was written still goes out. */
    final void shutdownOutput() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound(); // the end of the bytes below it would cut off the end of those in it
        } else if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    /** How long the peer has taken nothing although something waits for it. */
    final Duration stuck() {
        return fullSince == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - fullSince);
    }

    /** Ends the connection at once, drops what the kernel still holds for the peer, and takes no leave in TLS. */
    final void cut() {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.pipeline().firstContext().close();
        }
    }

    final void end() {
        if (context != null) {
            context.close();
        }
    }

    final void dispatch(Runnable action) {
        owner.dispatch(action);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** A peer that does not take the answers is not read either. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        boolean writable = channel.isWritable();
        fullSince = writable ? 0 : System.nanoTime();
        channel.config().setAutoRead(writable);
        if (writable && !closing) {
            dispatch(listener::writable);
        }
    }

    /** With the end of its TLS a peer ends the connection, whether it closes it as well or not. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            end();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        // nothing was kept back to be flushed now
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        closing = true;
        outbound.charge();
        owner.remove(this);
        dispatch(listener::closed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable failure) {
        LOGGER.atLevel(failure instanceof Error ? Level.ERROR : Level.DEBUG)
                .setCause(failure)
                .log("connection failed");
        cut();
    }
}
