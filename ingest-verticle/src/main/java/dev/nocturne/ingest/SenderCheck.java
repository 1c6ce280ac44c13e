package dev.nocturne.ingest;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.Senders;
import dev.nocturne.http.Bearer;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets requests through whose token belongs to a sender that is known at that moment. */
final class SenderCheck implements Handler<RoutingContext> {
    private static final String SENDER = SenderCheck.class.getName();

    private final Supplier<Senders> senders;

    SenderCheck(Supplier<Senders> senders) {
        this.senders = senders;
    }

    /** Whose request it is, once it was let through. */
    static Sender sender(RoutingContext ctx) {
        return ctx.get(SENDER);
    }

    /** The name of whose request it is, or null before it was let through. */
    static @Nullable String name(RoutingContext ctx) {
        Sender sender = ctx.get(SENDER);
        return sender == null ? null : sender.name();
    }

    /** Lets a request through as this sender's. */
    static void admit(RoutingContext ctx, Sender sender) {
        ctx.put(SENDER, sender);
        ctx.next();
    }

    @Override
    public void handle(RoutingContext ctx) {
        Optional<String> token = Bearer.token(ctx.request());
        Optional<Sender> sender = token.flatMap(senders.get()::find);
        if (sender.isPresent()) {
            admit(ctx, sender.get());
        } else {
            String reason = token.isPresent()
                    ? "the token is of no sender that is known here"
                    : "the header authorization must be: Bearer, a space, and a sender's token";
            ctx.response().putHeader("www-authenticate", token.isPresent() ? Bearer.INVALID : Bearer.MISSING);
            ctx.fail(new ServiceFailure(Kind.UNAUTHENTICATED, reason));
        }
    }
}
