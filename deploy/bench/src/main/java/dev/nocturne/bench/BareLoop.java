package dev.nocturne.bench;

import static dev.nocturne.bench.StoreStatement.ADD_ALERTS;
import static dev.nocturne.bench.StoreStatement.ADD_EVENTS;
import static dev.nocturne.bench.StoreStatement.KNOWN;
import static dev.nocturne.bench.StoreStatement.LOCK_HEAD;
import static dev.nocturne.bench.StoreStatement.MOVE_HEAD;
import static dev.nocturne.bench.StoreStatement.STATES;

import dev.nocturne.config.DatabaseUri;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The floor that the database and its client set: the store's own transaction on one connection, one after the other, with
 * rows that cost next to nothing to make. No bus, no producers, no replies, no JSON.
 */
final class BareLoop implements Contender {
    private static final String ROOM = "SELECT feed_extend($1)";

    private final List<Context> context;
    private final SqlConnection connection;
    private final BareRows rows = new BareRows();
    private Histogram writes = new Histogram(3);
    private int size = 1;

    private BareLoop(Context context, SqlConnection connection) {
        this.context = List.of(context);
        this.connection = connection;
    }

    /**
     * @param database with the store's schema
     * @param room events that the feed must have room for
     */
    static Future<BareLoop> open(Postgres postgres, DatabaseUri database, Context context, long room) {
        return postgres.connect(context, database)
                .compose(connection -> connection
                        .preparedQuery(ROOM)
                        .execute(Tuple.of(room))
                        .map(extended -> new BareLoop(context, connection)));
    }

    @Override
    public String name() {
        return "(b) bare loop of the store's transaction";
    }

    /** Events in each transaction from now on. */
    void batchSize(long events) {
        size = (int) Math.max(1, events);
    }

    @Override
    public Round run(Duration time) throws InterruptedException {
        writes = new Histogram(3);
        ClosedLoop.Result loop = ClosedLoop.run(context, 1, time, lane -> append());
        Histogram batches = new Histogram(3);
        batches.recordValueWithCount(size, loop.latency().getTotalCount());
        return new Round(loop, batches, loop.latency());
    }

    /** The second half of the transactions alone: the writing statements with the COMMIT. Of the last run. */
    Histogram writes() {
        return writes;
    }

    /** In two round trips, as the store does it. */
    private Future<Integer> append() {
        BareRows.Batch batch = rows.next(size);
        Future<?> begun = connection.query("BEGIN").execute();
        return Future.all(begun, read(batch))
                .compose(all -> write(batch, all.resultAt(1)))
                .map(committed -> size);
    }

    private Future<Row> read(BareRows.Batch batch) {
        Future<RowSet<Row>> head = connection.preparedQuery(LOCK_HEAD.sql()).execute();
        return Future.all(
                        head,
                        connection.preparedQuery(KNOWN.sql()).execute(batch.identities()),
                        connection.preparedQuery(STATES.sql()).execute(batch.keys()))
                .map(all -> head.result().iterator().next());
    }

    private Future<?> write(BareRows.Batch batch, Row head) {
        long begin = System.nanoTime();
        long seq = head.getLong("seq");
        var ts = head.getOffsetDateTime("ts");
        return Future.all(
                        connection.preparedQuery(ADD_EVENTS.sql()).execute(batch.events(seq, ts)),
                        connection.preparedQuery(ADD_ALERTS.sql()).execute(batch.alerts(seq)),
                        connection.preparedQuery(MOVE_HEAD.sql()).execute(Tuple.of(seq + size, ts)),
                        connection.query("COMMIT").execute())
                .onSuccess(done -> writes.recordValue(System.nanoTime() - begin));
    }
}
