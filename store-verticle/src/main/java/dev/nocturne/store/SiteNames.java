package dev.nocturne.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records each site that is named for the first time. Owned by one event loop. */
final class SiteNames {
    private static final String ADD = "INSERT INTO sites (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING";
    /** Names that are kept in memory; more are offered to the database each time. */
    private static final int MAX_KEPT = 100_000;

    private final Set<String> recorded = new HashSet<>();
    private @Nullable UUID epoch;

    /** The sites of the batch that this node has not recorded yet, in one order on all nodes, so that none waits for another in a circle. */
    List<String> unrecorded(Batch batch) {
        if (!batch.epoch().equals(epoch)) {
            recorded.clear(); // a restored database may not have them
            epoch = batch.epoch();
        }
        Set<String> names = new TreeSet<>();
        batch.added().forEach(added -> names.addAll(added.event().sites()));
        names.removeAll(recorded);
        return List.copyOf(names);
    }

    /** In the transaction of the batch. */
    static Future<?> add(SqlConnection db, List<String> names) {
        return db.preparedQuery(ADD).execute(Tuple.of(names.toArray(String[]::new)));
    }

    /** The names are committed. */
    void recorded(Collection<String> names) {
        if (recorded.size() + names.size() <= MAX_KEPT) {
            recorded.addAll(names);
        }
    }
}
