package dev.nocturne.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.model.Json;
import dev.nocturne.model.NewEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * The floor that needs no thought: one INSERT and one commit for each alert, on as many connections as the store has. The
 * table has the columns and indexes of the feed's, and nothing else is kept: no state of alerts, no guard against repeats.
 */
final class SingleInserts implements Contender {
    private static final String TABLE = """
            CREATE TABLE singles (
                seq bigint PRIMARY KEY, alert_id uuid NOT NULL, kind smallint NOT NULL, severity smallint NOT NULL,
                site text NOT NULL, ts timestamptz NOT NULL, body text NOT NULL)""";
    private static final String INDEX = "CREATE INDEX ON singles (alert_id, seq)";
    private static final String INSERT = "INSERT INTO singles VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private final List<Context> contexts;
    private final List<PreparedQuery<RowSet<Row>>> inserts;
    private final Alerts alerts = new Alerts();
    private final AtomicLong seq = new AtomicLong();

    private SingleInserts(List<Context> contexts, List<PreparedQuery<RowSet<Row>>> inserts) {
        this.contexts = contexts;
        this.inserts = inserts;
    }

    static Future<SingleInserts> open(
            Postgres postgres, DatabaseUri database, List<Context> contexts, int connections) {
        List<Future<SqlConnection>> opened = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            opened.add(postgres.connect(contexts.get(i % contexts.size()), database));
        }
        return Future.all(opened)
                .compose(all -> opened.get(0).result().query(TABLE).execute())
                .compose(made -> opened.get(0).result().query(INDEX).execute())
                .map(made -> new SingleInserts(
                        contexts,
                        opened.stream()
                                .map(connection -> connection.result().preparedQuery(INSERT))
                                .toList()));
    }

    @Override
    public String name() {
        return "(a) one INSERT and commit an alert";
    }

    @Override
    public Round run(Duration time) throws InterruptedException {
        ClosedLoop.Result loop = ClosedLoop.run(contexts, inserts.size(), time, lane -> insert(inserts.get(lane)));
        Histogram batches = new Histogram(3);
        batches.recordValueWithCount(1, loop.events());
        return new Round(loop, batches, loop.latency());
    }

    private Future<Integer> insert(PreparedQuery<RowSet<Row>> query) {
        NewEvent event = alerts.next();
        long own = seq.incrementAndGet();
        UUID id = UUID.randomUUID();
        Instant ts = Instant.now();
        return query.execute(Tuple.of(
                        own,
                        id,
                        (short) event.kind().code(),
                        (short) event.snapshot().severity().code(),
                        event.snapshot().location().site(),
                        OffsetDateTime.ofInstant(ts, ZoneOffset.UTC),
                        json(event, own, id, ts)))
                .map(RowSet::rowCount);
    }

    private static String json(NewEvent event, long seq, UUID id, Instant ts) {
        try {
            return Json.MAPPER.writeValueAsString(Alerts.committed(event, seq, id, ts));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
