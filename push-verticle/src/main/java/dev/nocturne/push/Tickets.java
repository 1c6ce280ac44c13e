package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.KeepTicket;
import dev.nocturne.bus.StoreRoutes.TakeTicket;
import dev.nocturne.collect.Counts;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for a token where it would be seen, as in an address: good for one connection within half a minute, on any
 * push node. The store keeps the token itself, sealed with a key that only the ticket holds. So whoever reads there what
 * is kept learns nothing, and whoever writes there needs a token for it to be worth something. Safe for all threads.
 */
final class Tickets {
    /** Of one subject at a time, made by this node. */
    private static final int MOST = 1_000;
    /** Anyone can make tickets up; those who read alerts need the store too. */
    private static final int MOST_TAKEN_AT_A_TIME = 100;

    private final Vertx vertx;
    private final Bus bus;
    private final Counts open = new Counts();
    private final AtomicInteger taking = new AtomicInteger();

    Tickets(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /**
     * Fails with {@code BUSY} when too many are open, and as the store does.
     *
     * @param access what the token allows now
     * @param token empty where none was needed
     */
    Future<String> issue(Access access, Optional<String> token) {
        if (!open.add(access.subject(), MOST)) {
            return Future.failedFuture(new ServiceFailure(Kind.BUSY, "too many tickets of this subject are open"));
        }
        vertx.setTimer(StoreRoutes.TICKET_TTL.toMillis(), over -> open.remove(access.subject()));
        Ticket ticket = Ticket.random();
        return bus.call(StoreRoutes.KEEP_TICKET, new KeepTicket(ticket.id(), ticket.seal(token.orElse(""))))
                .map(kept -> ticket.text());
    }

    /**
     * The token that the ticket stands for, which has to be checked like any other, or empty if none was needed to get the
     * ticket; it is used up. Fails with {@code UNAUTHENTICATED}, with {@code BUSY}, and as the store does.
     */
    Future<Optional<String>> redeem(String text) {
        Optional<Ticket> parsed = Ticket.parse(text);
        if (parsed.isEmpty()) {
            return Future.failedFuture(unknown());
        }
        if (taking.incrementAndGet() > MOST_TAKEN_AT_A_TIME) {
            taking.decrementAndGet();
            return Future.failedFuture(new ServiceFailure(Kind.BUSY, "too many tickets at a time"));
        }
        Ticket ticket = parsed.get();
        return bus.call(StoreRoutes.TAKE_TICKET, new TakeTicket(ticket.id()))
                .onComplete(done -> taking.decrementAndGet())
                .compose(taken -> Optional.ofNullable(taken.sealed())
                        .flatMap(ticket::open)
                        .map(token -> Future.succeededFuture(Optional.of(token).filter(there -> !there.isEmpty())))
                        .orElseGet(() -> Future.failedFuture(unknown())));
    }

    private static ServiceFailure unknown() {
        return new ServiceFailure(Kind.UNAUTHENTICATED, "the ticket is unknown, used, or too old");
    }
}
