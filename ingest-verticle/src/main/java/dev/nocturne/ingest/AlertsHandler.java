package dev.nocturne.ingest;

import dev.nocturne.bus.Appender;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.http.Stored;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.Limits;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/alerts}: from the body to the answer after the commit. Owned by one event loop. */
final class AlertsHandler implements Handler<RoutingContext> {
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
        List<String> given = ctx.queryParam("source");
        String source = given.isEmpty() ? null : given.get(0);
        if (source != null && (given.size() > 1 || !isName(source))) {
            throw new InvalidInput(List.of(new FieldError(
                    "source", "must be in the query once, with 1 to " + Limits.SOURCE + " characters and no NUL")));
        }
        return source;
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= Limits.SOURCE && text.indexOf('\0') < 0;
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
