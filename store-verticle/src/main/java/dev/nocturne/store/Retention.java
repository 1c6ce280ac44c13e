package dev.nocturne.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops whole partitions of the feed when their last event is older than the retention, and with them the identities of
 * their events and the alerts that were resolved by then; and what stood behind tickets that are over. Appends go on meanwhile: a partition is detached concurrently
 * (PostgreSQL manual, ALTER TABLE). Whatever a node leaves undone when it dies, the next run of any node finishes.
 */
final class Retention {
    private static final Logger LOGGER = LoggerFactory.getLogger(Retention.class);
    /** Rows that one statement deletes at most, so that none runs for long. */
    private static final int CHUNK = 10_000;

    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('nocturne.retention', 0))";
    private static final String UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('nocturne.retention', 0))";
    private static final String MARK = """
            UPDATE feed_partitions p SET dropping = true
            WHERE NOT dropping AND to_seq <= (SELECT seq FROM feed_head)
                AND (SELECT ts FROM alert_events e WHERE e.seq = p.to_seq - 1) < clock_timestamp() - $1 * interval '1 second'""";
    private static final String MARKED = """
            SELECT p.from_seq, p.to_seq, i.inhdetachpending AS pending
            FROM feed_partitions p
            LEFT JOIN pg_inherits i ON i.inhrelid = to_regclass('alert_events_' || p.from_seq)
            WHERE p.dropping ORDER BY p.from_seq""";
    private static final String FORGET_IDENTITIES = "DELETE FROM event_identities WHERE seq >= $1 AND seq < $2";
    private static final String FORGET_ALERTS = "DELETE FROM alerts WHERE status = 1 AND seq >= $1 AND seq < $2";
    private static final String FORGET_PARTITION = "DELETE FROM feed_partitions WHERE from_seq = $1";

    private final Supplier<Pool> pool;
    private final Duration age;
    private boolean running;

    Retention(Supplier<Pool> pool, Duration age) {
        this.pool = pool;
        this.age = age;
    }

    private record Partition(long from, long to, boolean attached, boolean detaching) {
        static Partition of(Row row) {
            Boolean pending = row.getBoolean("pending");
            return new Partition(
                    row.getLong("from_seq"), row.getLong("to_seq"), pending != null, Boolean.TRUE.equals(pending));
        }
    }

    /** Completes with the number of partitions dropped; 0 at once when this or another node is at it. */
    Future<Integer> run() {
        if (running) {
            return Future.succeededFuture(0);
        }
        running = true;
        return runAlone().onComplete(done -> running = false);
    }

    private Future<Integer> runAlone() {
        return pool.get()
                .withConnection(db -> db.query(TRY_LOCK).execute().compose(rows -> {
                    if (!rows.iterator().next().getBoolean(0)) {
                        return Future.succeededFuture(0);
                    }
                    return KeptTickets.forget(db)
                            .compose(forgotten -> drop(db))
                            .eventually(() -> db.query(UNLOCK).execute());
                }));
    }

    private Future<Integer> drop(SqlConnection db) {
        return db.preparedQuery(MARK)
                .execute(Tuple.of(age.toSeconds()))
                .compose(marked -> db.query(MARKED).execute())
                .compose(rows -> {
                    List<Partition> partitions = new ArrayList<>();
                    rows.forEach(row -> partitions.add(Partition.of(row)));
                    Future<?> last = Future.succeededFuture();
                    for (Partition partition : partitions) {
                        last = last.compose(done -> drop(db, partition));
                    }
                    return last.map(done -> partitions.size());
                });
    }

    private static Future<?> drop(SqlConnection db, Partition partition) {
        String table = "alert_events_" + partition.from();
        String how = partition.detaching() ? "FINALIZE" : "CONCURRENTLY";
        Future<?> detached = partition.attached()
                ? db.query("ALTER TABLE alert_events DETACH PARTITION " + table + " " + how)
                        .execute()
                : Future.succeededFuture();
        return detached.compose(
                        free -> db.query("DROP TABLE IF EXISTS " + table).execute())
                .compose(dropped -> forget(db, partition, partition.from()))
                .compose(forgotten -> db.preparedQuery(FORGET_PARTITION).execute(Tuple.of(partition.from())))
                .onSuccess(done -> LOGGER.atInfo()
                        .addKeyValue("from", partition.from())
                        .addKeyValue("to", partition.to() - 1)
                        .log("events passed retention"));
    }

    private static Future<?> forget(SqlConnection db, Partition partition, long from) {
        if (from >= partition.to()) {
            return Future.succeededFuture();
        }
        Tuple range = Tuple.of(from, Math.min(from + CHUNK, partition.to()));
        return db.preparedQuery(FORGET_IDENTITIES)
                .execute(range)
                .compose(done -> db.preparedQuery(FORGET_ALERTS).execute(range))
                .compose(done -> forget(db, partition, from + CHUNK));
    }
}
