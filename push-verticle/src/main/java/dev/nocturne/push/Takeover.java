package dev.nocturne.push;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.util.List;

/**
 * How a channel leaves Vert.x, on its event loop: first it becomes a plain socket, then it is forgotten. Only a socket's
 * end counts as the end of the answer in the metrics; that of an HTTP connection would count as a reset of the request.
 */
final class Takeover {
    /** What stays in the pipeline of a socket, and belongs to HTTP. */
    private static final List<String> REST = List.of("exchanges", "idle");

    private Takeover() {}

    /**
     * Ends HTTP. Vert.x makes no end of the HTTP connection of it, so nobody hears of one.
     *
     * @param request has no answer yet
     * @param status of the answer, for the metrics
     */
    static void begin(HttpServerRequest request, int status) {
        request.response().setStatusCode(status);
        Http1xServerConnection connection = (Http1xServerConnection) request.connection();
        ChannelPipeline pipeline = connection.channel().pipeline();
        connection.netSocket();
        for (String name : REST) {
            if (pipeline.get(name) != null) {
                pipeline.remove(name);
            }
        }
    }

    /** For Vert.x, its metrics and its memory, the connection ends here; the answer is complete. */
    static void end(ChannelPipeline pipeline) {
        ChannelHandlerContext vertx = requireNonNull(pipeline.context(VertxHandler.class));
        VertxHandler<?> handler = (VertxHandler<?>) vertx.handler();
        handler.channelInactive(vertx);
        pipeline.remove(handler);
    }
}
