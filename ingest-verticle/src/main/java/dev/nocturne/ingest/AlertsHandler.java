package dev.nocturne.ingest;

import dev.nocturne.bus.Appender;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.http.Query;
import dev.nocturne.http.Stored;
import dev.nocturne.input.Limits;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/alerts}: from the body to the answer after the commit. Owned by one event loop. */
final class AlertsHandler implements Handler<RoutingContext> {
    private static final List<String> PARAMETERS = List.of("source");

    private final Appender appender;
    private final Clock clock;

    AlertsHandler(Appender appender, Clock clock) {
        this.appender = appender;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext ctx) {
        Buffer body = ctx.body().buffer() == null ? Buffer.buffer() : ctx.body().buffer();
        Payload payload = Payload.parse(body, source(ctx), clock.instant()).sentBy(SenderCheck.sender(ctx));
        appender.append(new Append(payload.events()))
                .onSuccess(reply -> answer(ctx, payload.single(), reply))
                .onFailure(ctx::fail);
    }

    private static @Nullable String source(RoutingContext ctx) {
        Query query = new Query(ctx.request().query(), PARAMETERS);
        String source = query.parsed("source", AlertsHandler::name);
        query.check();
        return source;
    }

    private static String name(String text) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > Limits.SOURCE) {
            throw new IllegalArgumentException("must have 1 to " + Limits.SOURCE + " characters");
        }
        return text;
    }

    private static void answer(RoutingContext ctx, boolean single, AppendReply reply) {
        List<Stored> stored = reply.events().stream().map(Stored::of).toList();
        boolean added = reply.events().stream().anyMatch(Appended::added);
        ctx.response()
                .setStatusCode(added ? 201 : 200)
                .putHeader("content-type", "application/json")
                .end(single ? stored.get(0).json() : Stored.json(stored));
    }
}
