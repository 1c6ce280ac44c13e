package dev.nocturne.ingest;

import dev.nocturne.auth.Sender;
import dev.nocturne.bus.Appender;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.http.Query;
import dev.nocturne.input.Limits;
import dev.nocturne.model.NewEvent;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /internal/alerts}: from the body to the answer after the commit. Owned by one event loop. */
final class AlertsHandler implements Handler<RoutingContext> {
    private static final List<String> PARAMETERS = List.of("source");

    private static final Logger LOGGER = LoggerFactory.getLogger(AlertsHandler.class);

    private final Appender appender;
    private final Clock clock;
    private final BodyReader reader = new BodyReader();

    AlertsHandler(Appender appender, Clock clock) {
        this.appender = appender;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext ctx) {
        Buffer body = ctx.body().buffer() == null ? Buffer.buffer() : ctx.body().buffer();
        Sender sender = SenderCheck.sender(ctx);
        Payload payload = reader.read(body, source(ctx), sender, clock.instant());
        if (payload.hasTest()) {
            LOGGER.atInfo().addKeyValue("sender", sender.name()).log("a test message has arrived; it is not stored");
        }
        List<NewEvent> events = payload.events();
        Future<AppendReply> stored = events.isEmpty()
                ? Future.succeededFuture(new AppendReply(List.of()))
                : appender.append(new Append(events));
        stored.onSuccess(reply -> answer(ctx, payload, reply.events())).onFailure(ctx::fail);
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

    private static void answer(RoutingContext ctx, Payload payload, List<Appended> stored) {
        boolean added = stored.stream().anyMatch(Appended::added);
        ctx.response()
                .setStatusCode(added ? 201 : 200)
                .putHeader("content-type", "application/json")
                .end(payload.answer(stored));
    }
}
