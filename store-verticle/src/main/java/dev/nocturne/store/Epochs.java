package dev.nocturne.store;

import dev.nocturne.model.FeedBatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the feed a new epoch when its database is not what it was: restored at another place, or to an earlier head than
 * a node has seen. What is stored then gets a seq that stood for another event, so nobody may resume across it. Owned
 * by one event loop.
 */
final class Epochs {
    private static final Logger LOGGER = LoggerFactory.getLogger(Epochs.class);

    /** What {@link #checked} needs of {@code feed_head}. */
    static final String COLUMNS = "epoch, feed_first() AS first, seq, origin, feed_place() AS place";

    static final String HEAD = "SELECT " + COLUMNS + " FROM feed_head";
    /** Whoever waits for the lock meanwhile writes in the new one. */
    static final String RENEW =
            "UPDATE feed_head SET epoch = gen_random_uuid(), origin = coalesce(feed_place(), origin)";

    /** Of several nodes that find it out the first one does it. */
    private static final String RENEW_ONCE = RENEW + " WHERE epoch = $1 RETURNING epoch";

    private static final String COMPLETE_ORIGIN = "UPDATE feed_head SET origin = $3 WHERE epoch = $1 AND origin = $2";

    private static final String EPOCH = "SELECT epoch FROM feed_head";

    private final Supplier<Pool> pool;
    private Known known = new Known(null, 0);
    private @Nullable Renewal untold;

    Epochs(Supplier<Pool> pool) {
        this.pool = pool;
    }

    /**
     * What this node has seen of the feed.
     *
     * @param head the highest seq in the epoch
     */
    record Known(@Nullable UUID epoch, long head) {}

    /** An epoch that this node has made, perhaps in a transaction that is still open. */
    private record Renewal(UUID before, UUID epoch, String reason) {}

    /** To be asked before the statement whose row is checked is sent: what is committed meanwhile may not be in it. */
    Known known() {
        return known;
    }

    /** The database has told it, so it is committed. */
    void saw(UUID epoch, long head) {
        tell(epoch);
        known = new Known(epoch, epoch.equals(known.epoch) ? Math.max(known.head, head) : head);
    }

    /**
     * The end of the feed, in a new epoch if it needs one.
     *
     * @param row of {@code feed_head}, with {@link #COLUMNS}
     * @param before what was known before the row was asked for
     */
    Future<FeedBatch> head(Row row, Known before) {
        return checked(pool.get(), row, before).map(epoch -> {
            FeedBatch head = new FeedBatch(epoch, row.getLong("first"), row.getLong("seq"), List.of());
            saw(head.epoch(), head.head());
            return head;
        });
    }

    /**
     * Completes with the epoch that the feed has from now on. Once that is committed it is to be {@link #saw}.
     *
     * @param row of {@code feed_head}, with {@link #COLUMNS}
     * @param before what was known before the row was asked for
     */
    Future<UUID> checked(SqlClient db, Row row, Known before) {
        UUID epoch = row.getUUID("epoch");
        String reason = reason(row, before);
        return reason == null ? completed(db, row, epoch) : renew(db, epoch, reason);
    }

    /** What the role could not read when the epoch was made, and can now, is compared from now on. */
    private static Future<UUID> completed(SqlClient db, Row row, UUID epoch) {
        String origin = row.getString("origin");
        String place = row.getString("place");
        String complete = origin == null || place == null ? origin : Places.complete(origin, place);
        return Objects.equals(complete, origin)
                ? Future.succeededFuture(epoch)
                : db.preparedQuery(COMPLETE_ORIGIN)
                        .execute(Tuple.of(epoch, origin, complete))
                        .map(epoch);
    }

    /** A node has seen a higher seq in this epoch than there is. Completes when the feed has another one. */
    Future<UUID> wentBack(UUID epoch, long head, long seen) {
        return renew(pool.get(), epoch, wentBack(head, seen)).onSuccess(this::tell);
    }

    private static @Nullable String reason(Row row, Known before) {
        String place = row.getString("place");
        if (place == null) {
            return null; // a standby: nothing is written here
        }
        String origin = row.getString("origin");
        String moved = origin == null ? "nobody knows where it was made" : Places.difference(origin, place);
        long head = row.getLong("seq");
        return moved == null && row.getUUID("epoch").equals(before.epoch) && head < before.head
                ? wentBack(head, before.head)
                : moved;
    }

    private static String wentBack(long head, long seen) {
        return "it ends at " + head + ", and " + seen + " was seen";
    }

    private Future<UUID> renew(SqlClient db, UUID old, String reason) {
        return db.preparedQuery(RENEW_ONCE).execute(Tuple.of(old)).compose(rows -> {
            if (rows.size() == 0) {
                return db.query(EPOCH)
                        .execute()
                        .map(now -> now.iterator().next().getUUID("epoch"));
            }
            UUID epoch = rows.iterator().next().getUUID("epoch");
            untold = new Renewal(old, epoch, reason);
            return Future.succeededFuture(epoch);
        });
    }

    private void tell(UUID committed) {
        Renewal renewal = untold;
        if (renewal != null && renewal.epoch.equals(committed)) {
            untold = null;
            LOGGER.atWarn()
                    .addKeyValue("reason", renewal.reason)
                    .addKeyValue("before", renewal.before)
                    .addKeyValue("epoch", renewal.epoch)
                    .log("the database is not what it was, as after a restore: the feed has a new epoch");
        }
    }
}
