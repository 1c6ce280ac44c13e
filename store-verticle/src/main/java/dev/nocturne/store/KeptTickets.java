package dev.nocturne.store;

import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.KeepTicket;
import dev.nocturne.bus.StoreRoutes.TakeTicket;
import dev.nocturne.bus.StoreRoutes.TicketKept;
import dev.nocturne.bus.StoreRoutes.TicketTaken;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps what stands behind tickets, gives it out once over all nodes, and cannot read it. */
final class KeptTickets {
    /**
     * Each new ticket takes more old ones away than it adds, so that the table grows with the tickets that hold, and not
     * with time. Nobody waits for a row that somebody else deletes.
     */
    private static final String KEEP = """
            WITH old AS (DELETE FROM tickets WHERE id IN (
                SELECT id FROM tickets WHERE expires <= now() ORDER BY expires LIMIT 100 FOR UPDATE SKIP LOCKED))
            INSERT INTO tickets (id, sealed, expires) VALUES ($1, $2, now() + $3 * interval '1 second')""";
    /** Of several who take one, the first to get its row deletes it; the others find none. */
    private static final String TAKE = "DELETE FROM tickets WHERE id = $1 AND expires > now() RETURNING sealed";

    private static final String FORGET = "DELETE FROM tickets WHERE expires <= now()";

    private final Supplier<Pool> pool;
    private final Duration timeout;

    /** @param timeout longest time for one answer */
    KeptTickets(Supplier<Pool> pool, Duration timeout) {
        this.pool = pool;
        this.timeout = timeout;
    }

    Future<TicketKept> keep(KeepTicket ticket) {
        return query(KEEP, Tuple.of(ticket.id(), ticket.sealed(), StoreRoutes.TICKET_TTL.toSeconds()))
                .map(done -> new TicketKept());
    }

    Future<TicketTaken> take(TakeTicket ticket) {
        return query(TAKE, Tuple.of(ticket.id())).map(rows -> {
            RowIterator<Row> row = rows.iterator();
            return new TicketTaken(row.hasNext() ? row.next().getString("sealed") : null);
        });
    }

    /** Deletes those that no later ticket took away. */
    static Future<?> forget(SqlClient db) {
        return db.query(FORGET).execute();
    }

    private Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return pool.get()
                .preparedQuery(sql)
                .execute(parameters)
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(PgErrors.translate(failure)));
    }
}
