package dev.nocturne.store;

import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.AlertById;
import dev.nocturne.bus.StoreRoutes.AlertHistory;
import dev.nocturne.bus.StoreRoutes.AlertPage;
import dev.nocturne.bus.StoreRoutes.AlertQuery;
import dev.nocturne.bus.StoreRoutes.KnownSites;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.bus.StoreRoutes.SitesQuery;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Severity;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What can be read. Each answer is one statement, so its rows and the head in it are of one moment. */
final class Queries {
    private static final String REPLAY = """
            SELECT h.epoch, feed_first() AS first, h.seq AS head, e.seq, e.kind, e.severity, e.sites, e.body
            FROM feed_head h LEFT JOIN LATERAL (
                SELECT seq, kind, severity, sites, body FROM (
                    SELECT *, sum(octet_length(body)) OVER (ORDER BY seq) - octet_length(body) AS before FROM (
                        SELECT seq, kind, severity, sites, body FROM alert_events
                        WHERE seq > $1 AND seq >= feed_first() ORDER BY seq LIMIT $2) page) sized
                WHERE before < $3) e ON true
            ORDER BY e.seq""";
    /** Size from which a page of the feed takes no further event, bytes: it must cross the bus in time. */
    private static final long PAGE_BYTES = 4_000_000;

    private static final String ALERT = "SELECT body FROM alerts WHERE id = $1 AND ($2 OR sites && $3)";
    private static final String HISTORY =
            "SELECT body FROM alert_events WHERE alert_id = $1 AND ($2 OR sites && $3) ORDER BY seq LIMIT "
                    + StoreRoutes.MAX_EVENTS;

    private static final String SITES = "SELECT name FROM sites ORDER BY name LIMIT $1";

    private final Supplier<Pool> pool;
    private final Duration timeout;
    private final Epochs epochs;

    /** @param timeout longest time for one answer */
    Queries(Supplier<Pool> pool, Duration timeout, Epochs epochs) {
        this.pool = pool;
        this.timeout = timeout;
        this.epochs = epochs;
    }

    Future<FeedBatch> replay(Replay replay) {
        return read(replay).compose(batch -> {
            boolean wentBack = batch.epoch().equals(replay.epoch()) && batch.head() < replay.since();
            return wentBack
                    ? answer(epochs.wentBack(batch.epoch(), batch.head(), replay.since()))
                            .compose(renewed -> read(replay))
                    : Future.succeededFuture(batch);
        });
    }

    private Future<FeedBatch> read(Replay replay) {
        int limit = Math.max(0, Math.min(replay.limit(), StoreRoutes.MAX_EVENTS));
        return query(REPLAY, Tuple.of(replay.since(), limit, PAGE_BYTES)).map(rows -> {
            List<FeedEvent> events = new ArrayList<>(rows.size());
            Row last = null;
            for (Row row : rows) {
                last = row;
                if (row.getLong("seq") != null) {
                    events.add(feedEvent(row));
                }
            }
            return new FeedBatch(
                    head(last).getUUID("epoch"),
                    head(last).getLong("first"),
                    head(last).getLong("head"),
                    events);
        });
    }

    Future<AlertPage> alerts(AlertQuery query) {
        int limit = Math.max(1, Math.min(query.limit(), StoreRoutes.MAX_ALERTS));
        Tuple parameters = Tuple.of(limit + 1);
        String sql = String.format("""
                SELECT h.epoch, h.seq AS head, a.id, a.body
                FROM feed_head h LEFT JOIN LATERAL (
                    SELECT id, body FROM alerts WHERE %s ORDER BY id DESC LIMIT $1) a ON true
                ORDER BY a.id DESC""", conditions(query, parameters));
        return query(sql, parameters).map(rows -> {
            List<String> bodies = new ArrayList<>(rows.size());
            UUID lastId = null;
            Row last = null;
            for (Row row : rows) {
                last = row;
                if (row.getUUID("id") != null && bodies.size() < limit) {
                    bodies.add(row.getString("body"));
                    lastId = row.getUUID("id");
                }
            }
            boolean more = rows.size() > limit;
            return new AlertPage(head(last).getUUID("epoch"), head(last).getLong("head"), bodies, more ? lastId : null);
        });
    }

    /** Codes are written as literals, so that the planner sees which partial index fits. */
    private static String conditions(AlertQuery query, Tuple parameters) {
        StringBuilder sql = new StringBuilder("severity >= " + query.severity().code());
        if (query.status() != null) {
            sql.append(" AND status = ").append(query.status().code());
        }
        if (!query.sites().all()) {
            parameters.addArrayOfString(query.sites().names().toArray(String[]::new));
            sql.append(" AND sites && $").append(parameters.size());
        }
        if (query.before() != null) {
            parameters.addUUID(query.before());
            sql.append(" AND id < $").append(parameters.size());
        }
        return sql.toString();
    }

    Future<AlertHistory> alert(AlertById byId) {
        Tuple which =
                Tuple.of(byId.id(), byId.sites().all(), byId.sites().names().toArray(String[]::new));
        return query(ALERT, which).compose(found -> {
            if (found.size() == 0) {
                return Future.failedFuture(new ServiceFailure(Kind.NOT_FOUND, "no alert has this id"));
            }
            String alert = found.iterator().next().getString("body");
            return query(HISTORY, which).map(rows -> {
                List<String> events = new ArrayList<>(rows.size());
                rows.forEach(row -> events.add(row.getString("body")));
                return new AlertHistory(alert, events);
            });
        });
    }

    Future<KnownSites> sites(SitesQuery query) {
        int limit = Math.max(0, Math.min(query.limit(), StoreRoutes.MAX_SITES));
        return query(SITES, Tuple.of(limit + 1)).map(rows -> {
            List<String> names = new ArrayList<>(rows.size());
            rows.forEach(row -> names.add(row.getString("name")));
            boolean complete = names.size() <= limit;
            return new KnownSites(complete ? names : names.subList(0, limit), complete);
        });
    }

    private Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return answer(pool.get().preparedQuery(sql).execute(parameters));
    }

    /** In time, or with a failure that callers know. */
    private <T> Future<T> answer(Future<T> statement) {
        return statement
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(PgErrors.translate(failure)));
    }

    private static Row head(@Nullable Row row) {
        if (row == null) {
            throw new ServiceFailure(Kind.INTERNAL, "feed_head is empty");
        }
        return row;
    }

    private static FeedEvent feedEvent(Row row) {
        return new FeedEvent(
                row.getLong("seq"),
                row.getShort("kind"),
                Severity.nearest(row.getShort("severity")),
                List.of(row.getArrayOfStrings("sites")),
                Buffer.buffer(row.getString("body")));
    }
}
