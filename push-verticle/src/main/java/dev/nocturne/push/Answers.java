package dev.nocturne.push;

import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/** The memory of HTTP answers that wait for their clients, of a whole node, and its limit. Safe for all threads. */
final class Answers {
    private final long limit;
    private final AtomicLong waiting = new AtomicLong();

    /** @param limit bytes; a single answer may be larger */
    Answers(long limit) {
        this.limit = limit;
    }

    /** Answers with JSON, or fails the request with {@code BUSY}. */
    void json(RoutingContext ctx, int status, String body) {
        ctx.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store");
        try {
            end(ctx.response(), Buffer.buffer(body));
        } catch (ServiceFailure e) {
            ctx.fail(e);
        }
    }

    /** @throws ServiceFailure if too much waits already; then nothing was sent */
    void end(HttpServerResponse response, Buffer body) {
        long size = body.length();
        long now = waiting.addAndGet(size);
        if (now > limit && now > size) {
            waiting.addAndGet(-size);
            throw new ServiceFailure(Kind.BUSY, "this node has all the answers waiting that it may");
        }
        response.end(body).onComplete(done -> waiting.addAndGet(-size));
    }
}
