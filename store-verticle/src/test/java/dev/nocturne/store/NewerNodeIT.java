package dev.nocturne.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.testkit.PostgresExtension;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a store node of a later version has left in the database, during a rolling upgrade. */
@ExtendWith(PostgresExtension.class)
class NewerNodeIT {
    private static final short KIND = 17;

    @Test
    void anEventOfAKindThatThisNodeDoesNotKnowIsReplayedAndItsAlertGoesOn(DatabaseUri database) throws Exception {
        StoreConfig config = StoreNodes.config(database);
        try (StoreNodes stores = StoreNodes.start(1, config)) {
            Appended problem = stores.appended(0, Events.problem("newer"));
            escalate(config, problem);

            Appended recovery = stores.appended(0, Events.recovery("newer"));

            assertThat(recovery.id()).isEqualTo(problem.id());
            assertThat(stores.feed(problem.seq() - 1))
                    .extracting(FeedEvent::seq)
                    .containsExactly(problem.seq(), recovery.seq());
            assertThat(stores.feed(problem.seq() - 1).get(0).kind()).isEqualTo(KIND);
        }
    }

    /** Makes the alert's newest event one that a later node might have stored. */
    private static void escalate(StoreConfig config, Appended event) throws Exception {
        Vertx vertx = Vertx.vertx();
        Pool pool = StorePool.open(vertx, config, 1).await(10, SECONDS);
        pool.preparedQuery("UPDATE alert_events SET kind = $1 WHERE seq = $2")
                .execute(Tuple.of(KIND, event.seq()))
                .await(10, SECONDS);
        pool.preparedQuery("UPDATE alerts SET body = replace(body, 'alert.created', 'alert.escalated') WHERE id = $1")
                .execute(Tuple.of(event.id()))
                .await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }
}
