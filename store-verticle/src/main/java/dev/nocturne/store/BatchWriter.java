package dev.nocturne.store;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.Json;
import dev.nocturne.model.NewEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Commits a batch in one transaction with a constant number of statements, sent in two round trips. The lock on {@code feed_head} is taken
 * first, so what is read after it is what every earlier batch of every store node left.
 */
final class BatchWriter {
    private static final String LOCK_HEAD =
            "SELECT " + Epochs.COLUMNS + ", greatest(clock_timestamp(), ts) AS ts FROM feed_head FOR UPDATE";
    private static final String KNOWN = "SELECT identity, alert_id, seq FROM event_identities WHERE identity = ANY($1)";
    /** Also of the alerts that {@link Collisions} keeps apart from those. */
    private static final String STATES = """
            WITH k AS (SELECT DISTINCT * FROM unnest($1::text[], $2::text[]) AS k (source, source_id))
            SELECT a.source, a.source_id, a.snapshot_order, a.snapshot_identity, a.facts, a.body
            FROM alerts a JOIN k USING (source, source_id)
            UNION ALL SELECT a.source, a.source_id, a.snapshot_order, a.snapshot_identity, a.facts, a.body
            FROM alerts a JOIN k ON a.source = k.source AND left(a.source_id, -9) = k.source_id
            WHERE a.source_id LIKE '%~________'""";

    private static final String MOVE_HEAD = "UPDATE feed_head SET seq = $1, ts = $2";
    private static final String ADD_EVENTS = """
            WITH e AS (
                SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::smallint[], $5::smallint[], $6::text[], $7::text[])
                    AS e (seq, alert_id, identity, kind, severity, sites, body)),
            ids AS (INSERT INTO event_identities (identity, alert_id, seq) SELECT identity, alert_id, seq FROM e)
            INSERT INTO alert_events (seq, alert_id, kind, severity, sites, ts, body)
            SELECT seq, alert_id, kind, severity, sites::text[], $8, body FROM e""";
    /** Nobody else can have inserted them since {@link #STATES}: that takes the lock on the head. */
    private static final String ADD_ALERTS = """
            INSERT INTO alerts
                (id, source, source_id, sites, severity, status, seq, snapshot_order, snapshot_identity, facts, body)
            SELECT id, source, source_id, sites::text[], severity, status, seq, snapshot_order, snapshot_identity, facts, body
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::smallint[], $7::bigint[],
                $8::bigint[], $9::uuid[], $10::text[], $11::text[])
                AS a (id, source, source_id, sites, severity, status, seq, snapshot_order, snapshot_identity, facts, body)
            """;
    /** Retention may have deleted them since {@link #STATES}, without the lock on the head. */
    private static final String PUT_ALERTS = ADD_ALERTS + """
            ON CONFLICT (id) DO UPDATE SET sites = excluded.sites, severity = excluded.severity, status = excluded.status,
                seq = excluded.seq, snapshot_order = excluded.snapshot_order,
                snapshot_identity = excluded.snapshot_identity, facts = excluded.facts, body = excluded.body""";

    /** A lock that is held for longer is not held by a batch: who waits for this one is told. */
    private static final String BEGIN = "BEGIN; SET LOCAL lock_timeout = " + Sessions.LOCK_MILLIS;

    private final Supplier<Pool> pool;
    private final Epochs epochs;
    private final Collisions collisions = new Collisions();
    private final SiteNames siteNames = new SiteNames();

    /** On the event loop that shall own it. */
    BatchWriter(Supplier<Pool> pool, Epochs epochs) {
        this.pool = pool;
        this.epochs = epochs;
    }

    /**
     * Completes after the commit, with everything that was decided. After a failure the batch may be stored all the
     * same, when the connection died during the commit: whoever offers it again gets the first one's answer.
     */
    Future<Batch> write(List<NewEvent> events) {
        return pool.get().withConnection(db -> {
            Future<?> begun = db.query(BEGIN).execute();
            return Future.all(begun, read(db, events))
                    .compose(all -> {
                        Batch batch = all.resultAt(1);
                        return insert(db, batch)
                                .onSuccess(committed -> epochs.saw(batch.epoch(), batch.head()))
                                .map(batch);
                    })
                    .recover(
                            failure -> db.query("ROLLBACK").execute().transform(ended -> Future.failedFuture(failure)));
        });
    }

    /** The statements are sent at once; the connection runs them in order. */
    private Future<Batch> read(SqlConnection db, List<NewEvent> events) {
        Epochs.Known before = epochs.known();
        Future<RowSet<Row>> locked = db.preparedQuery(LOCK_HEAD).execute();
        return Future.all(locked, stored(db, events)).compose(all -> {
            Row head = locked.result().iterator().next();
            Stored stored = all.resultAt(1);
            List<NewEvent> apart = collisions.apart(events, stored.states());
            return epochs.checked(db, head, before)
                    .compose(epoch ->
                            storedToo(db, stored, apart, events).map(complete -> batch(epoch, head, complete, apart)));
        });
    }

    /** What is stored of the identities and alerts of some events. */
    private record Stored(Map<UUID, Appended> known, Map<Batch.Key, AlertState> states) {}

    private static Future<Stored> stored(SqlConnection db, List<NewEvent> events) {
        Future<RowSet<Row>> known = db.preparedQuery(KNOWN)
                .execute(Tuple.tuple().addValue(array(events, UUID[]::new, BatchWriter::identity)));
        Future<RowSet<Row>> states = db.preparedQuery(STATES)
                .execute(Tuple.tuple()
                        .addValue(array(events, String[]::new, e -> e.identity().source()))
                        .addValue(array(events, String[]::new, e -> e.identity().sourceId())));
        return Future.all(known, states).map(all -> new Stored(known(known.result()), states(states.result())));
    }

    /** Reads once more what is stored under ids that were changed; most often none was. */
    private static Future<Stored> storedToo(
            SqlConnection db, Stored stored, List<NewEvent> apart, List<NewEvent> events) {
        List<NewEvent> renamed = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (!apart.get(i).identity().equals(events.get(i).identity())) {
                renamed.add(apart.get(i));
            }
        }
        return renamed.isEmpty()
                ? Future.succeededFuture(stored)
                : stored(db, renamed).map(more -> {
                    stored.known.putAll(more.known);
                    stored.states.putAll(more.states);
                    return stored;
                });
    }

    private static Batch batch(UUID epoch, Row head, Stored stored, List<NewEvent> events) {
        Batch batch = new Batch(
                epoch,
                head.getLong("first"),
                head.getLong("seq"),
                head.getOffsetDateTime("ts").toInstant(),
                stored.known,
                stored.states);
        events.forEach(event -> batch.add(event, identity(event)));
        return batch;
    }

    private static UUID identity(NewEvent event) {
        return UuidCreator.getNameBasedSha1(event.identity().text());
    }

    /** Sent at once with the commit: if one of the statements fails, PostgreSQL makes a rollback of the commit. */
    private Future<?> insert(SqlConnection db, Batch batch) {
        List<String> sites = siteNames.unrecorded(batch);
        List<Future<?>> sent = new ArrayList<>();
        if (!batch.added().isEmpty()) {
            OffsetDateTime ts = batch.ts().atOffset(ZoneOffset.UTC);
            sent.add(db.preparedQuery(ADD_EVENTS).execute(events(batch.added()).addOffsetDateTime(ts)));
            if (!batch.newAlerts().isEmpty()) {
                sent.add(db.preparedQuery(ADD_ALERTS).execute(alerts(batch.newAlerts())));
            }
            if (!batch.changedAlerts().isEmpty()) {
                sent.add(db.preparedQuery(PUT_ALERTS).execute(alerts(batch.changedAlerts())));
            }
            if (!sites.isEmpty()) {
                sent.add(SiteNames.add(db, sites));
            }
            sent.add(db.preparedQuery(MOVE_HEAD).execute(Tuple.of(batch.head(), ts)));
        }
        sent.add(db.query("COMMIT").execute());
        return Future.all(sent).onSuccess(committed -> siteNames.recorded(sites));
    }

    private static Map<UUID, Appended> known(RowSet<Row> rows) {
        Map<UUID, Appended> known = new HashMap<>();
        for (Row row : rows) {
            known.put(row.getUUID("identity"), new Appended(row.getUUID("alert_id"), row.getLong("seq"), false));
        }
        return known;
    }

    private static Map<Batch.Key, AlertState> states(RowSet<Row> rows) {
        Map<Batch.Key, AlertState> states = new HashMap<>();
        for (Row row : rows) {
            states.put(
                    new Batch.Key(row.getString("source"), row.getString("source_id")),
                    new AlertState(
                            Json.read(row.getString("body"), AlertEvent.class),
                            row.getLong("snapshot_order"),
                            row.getUUID("snapshot_identity"),
                            Json.read(row.getString("facts"), AlertState.Facts.class)));
        }
        return states;
    }

    private static Tuple events(List<Batch.Added> added) {
        return Tuple.tuple()
                .addValue(array(added, Long[]::new, a -> a.event().seq()))
                .addValue(array(added, UUID[]::new, a -> a.state().newest().id()))
                .addValue(array(added, UUID[]::new, Batch.Added::identity))
                .addValue(array(added, Short[]::new, a -> (short) a.event().kind()))
                .addValue(array(
                        added, Short[]::new, a -> (short) a.event().severity().code()))
                .addValue(
                        array(added, String[]::new, a -> arrayLiteral(a.event().sites())))
                .addValue(array(added, String[]::new, Batch.Added::body));
    }

    private static Tuple alerts(List<Batch.Added> changed) {
        return Tuple.tuple()
                .addValue(array(changed, UUID[]::new, a -> a.state().newest().id()))
                .addValue(array(changed, String[]::new, a -> a.state().newest().source()))
                .addValue(array(changed, String[]::new, a -> a.state().newest().sourceId()))
                .addValue(array(
                        changed,
                        String[]::new,
                        a -> arrayLiteral(a.state().newest().alert().location().sites())))
                .addValue(array(changed, Short[]::new, a ->
                        (short) a.state().newest().alert().severity().code()))
                .addValue(array(changed, Short[]::new, a ->
                        (short) a.state().newest().alert().status().code()))
                .addValue(array(changed, Long[]::new, a -> a.event().seq()))
                .addValue(array(changed, Long[]::new, a -> a.state().order()))
                .addValue(array(changed, UUID[]::new, a -> a.state().snapshot()))
                .addValue(array(changed, String[]::new, a -> Json.text(a.state().facts())))
                .addValue(array(changed, String[]::new, Batch.Added::body));
    }

    /** As PostgreSQL reads an array from text (PostgreSQL manual, section 8.15.6): rows of several lengths cannot be one array. */
    private static String arrayLiteral(List<String> values) {
        return values.stream()
                .map(value -> '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static <S, T> T[] array(List<S> from, IntFunction<T[]> make, Function<S, T> field) {
        return from.stream().map(field).toArray(make);
    }
}
