package dev.nocturne.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * The requests of one connection that are not answered yet. A client that has said all it will say (it has closed its half
 * of the connection, as RFC 9112 section 9.6 lets it) still gets its answers, and then the end. It also adds
 * to {@code connection: close, te} the plain {@code close} that Vert.x understands. Taken out of the pipeline, it closes the
 * connection at the end of input, as Netty does by itself.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that failed found the channel closed
final class HttpExchanges extends ChannelDuplexHandler {
    /** Its name in the pipeline. */
    static final String NAME = "exchanges";

    private int unanswered;
    private boolean receiving;
    private boolean inputEnded;
    private boolean responding;

    /** Puts it behind the HTTP codec. */
    static void watch(Channel channel) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.pipeline().addAfter("httpEncoder", NAME, new HttpExchanges());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            unanswered++;
            receiving = true;
            plainClose(request);
        }
        if (message instanceof LastHttpContent) {
            receiving = false;
        }
        context.fireChannelRead(message);
    }

    private static void plainClose(HttpRequest request) {
        if (request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
            request.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            responding = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
        }
        boolean answered = responding && message instanceof LastHttpContent;
        if (answered) {
            responding = false;
            unanswered--;
        }
        ChannelFuture written = context.write(message, answered ? promise.unvoid() : promise);
        if (answered && inputEnded) {
            written.addListener(done -> closeIfDone(context));
        }
    }

    /** An answer to what was then found to be broken is on its way, and not flushed yet. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        context.flush();
        context.close(promise);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            closeIfDone(context);
        }
        context.fireUserEventTriggered(event);
    }

    /** What was half sent will never be whole. */
    private void closeIfDone(ChannelHandlerContext context) {
        if (receiving || unanswered <= 0) {
            context.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    }
}
