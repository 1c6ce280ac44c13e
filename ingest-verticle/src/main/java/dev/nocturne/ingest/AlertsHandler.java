package dev.nocturne.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nocturne.bus.Bus;
import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.Limits;
import dev.nocturne.model.Json;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/alerts}: from the body to the answer after the commit. Owned by one event loop. */
final class AlertsHandler implements Handler<RoutingContext> {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Vertx vertx;
    private final Bus bus;
    private final IngestConfig config;
    private final Clock clock;
    private int inFlight;

    AlertsHandler(Vertx vertx, IngestConfig config, Clock clock) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void handle(RoutingContext ctx) {
        if (inFlight >= config.inFlight()) {
            ctx.fail(new ServiceFailure(Kind.BUSY, "too many alerts at a time"));
            return;
        }
        Payload payload = Payload.parse(ctx.body().buffer(), source(ctx), clock.instant());
        inFlight++;
        append(new Append(payload.events()), clock.instant().plus(config.deadline()))
                .onComplete(done -> inFlight--)
                .onSuccess(reply -> answer(ctx, payload.single(), reply))
                .onFailure(ctx::fail);
    }

    private static @Nullable String source(RoutingContext ctx) {
        String source = ctx.request().getParam("source");
        if (source != null && (source.isBlank() || source.length() > Limits.SOURCE)) {
            throw new InvalidInput("the query's source must have 1 to " + Limits.SOURCE + " characters");
        }
        return source;
    }

    /**
     * Tries again, most often on another store node, until the deadline: an append is known by its events' identities,
     * so that one which was stored and whose reply was lost is answered with what was stored.
     */
    private Future<AppendReply> append(Append append, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        Duration wait = left.compareTo(StoreRoutes.APPEND.timeout()) < 0 ? left : StoreRoutes.APPEND.timeout();
        return bus.call(StoreRoutes.APPEND, append, wait).recover(failure -> {
            Kind kind = ServiceFailure.of(failure).kind();
            boolean again = kind == Kind.TIMEOUT || kind == Kind.UNAVAILABLE;
            if (!again || clock.instant().plus(PAUSE.multipliedBy(2)).isAfter(deadline)) {
                return Future.failedFuture(failure);
            }
            return vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS).compose(paused -> append(append, deadline));
        });
    }

    private static void answer(RoutingContext ctx, boolean single, AppendReply reply) {
        List<Stored> stored = reply.events().stream().map(Stored::of).toList();
        boolean added = reply.events().stream().anyMatch(Appended::added);
        ctx.response()
                .setStatusCode(added ? 201 : 200)
                .putHeader("content-type", "application/json")
                .end(json(single ? stored.get(0) : stored));
    }

    private record Stored(UUID id, long seq) {
        static Stored of(Appended appended) {
            return new Stored(appended.id(), appended.seq());
        }
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
