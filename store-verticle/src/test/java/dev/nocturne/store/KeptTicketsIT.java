package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.KeepTicket;
import dev.nocturne.bus.StoreRoutes.TakeTicket;
import dev.nocturne.bus.StoreRoutes.TicketTaken;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.testkit.PostgresServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptTicketsIT {
    private final DatabaseUri database = PostgresServer.shared().newDatabase();
    private StoreNodes stores;

    @BeforeEach
    void start() throws Exception {
        stores = StoreNodes.start(2, StoreNodes.config(database));
    }

    @AfterEach
    void stop() throws Exception {
        stores.close();
    }

    @Test
    void ofAllWhoTakeOneAtOnceOnAllNodesOneGetsIt() throws Exception {
        for (int round = 0; round < 20; round++) {
            String id = "round " + round;
            keep(id);
            List<Future<TicketTaken>> takers = new ArrayList<>();
            for (int taker = 0; taker < 20; taker++) {
                takers.add(taking(taker % 2, id));
            }

            Future.all(takers).await(10, TimeUnit.SECONDS);

            assertThat(takers.stream().map(taker -> taker.result().sealed()).filter(Objects::nonNull))
                    .containsExactly("sealed " + id);
        }
    }

    @Test
    void itHoldsForHalfAMinute() throws Exception {
        keep("fresh");
        assertThat(number("SELECT count(*) FROM tickets WHERE expires BETWEEN now() + interval '25 s'"
                        + " AND now() + interval '30 s'"))
                .isOne();
        keep("over");
        over("over");

        assertThat(taken("over")).isNull();
        assertThat(taken("never was")).isNull();
        assertThat(taken("fresh")).isEqualTo("sealed fresh");
    }

    @Test
    void eachNewOneTakesOldOnesAway() throws Exception {
        for (int i = 0; i < 5; i++) {
            keep("old " + i);
            over("old " + i);
            keep("new " + i);
        }

        assertThat(number("SELECT count(*) FROM tickets WHERE expires <= now()"))
                .isZero();
        assertThat(number("SELECT count(*) FROM tickets")).isEqualTo(5);
    }

    @Test
    void retentionTakesAwayWhatNoNewOneDid() throws Exception {
        keep("last");
        keep("fresh");
        over("last");
        StoreConfig config = StoreNodes.config(database);
        Vertx vertx = Vertx.vertx();
        try {
            Pool pool = StorePool.open(vertx, config, 1).await(10, TimeUnit.SECONDS);

            new Retention(() -> pool, config.retention()).run().await(10, TimeUnit.SECONDS);

            assertThat(number("SELECT count(*) FROM tickets")).isOne();
            assertThat(taken("fresh")).isNotNull();
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void noneIsInTheWriteAheadLogAndSoInNoArchiveOfIt() throws Exception {
        assertThat(number(
                        "SELECT count(*) FROM pg_class WHERE relname IN ('tickets', 'tickets_pkey', 'tickets_expires')"
                                + " AND relpersistence = 'u'"))
                .isEqualTo(3);
    }

    private void keep(String id) throws Exception {
        stores.bus(0)
                .call(StoreRoutes.KEEP_TICKET, new KeepTicket(id, "sealed " + id))
                .await(10, TimeUnit.SECONDS);
    }

    private Future<TicketTaken> taking(int node, String id) {
        return stores.bus(node).call(StoreRoutes.TAKE_TICKET, new TakeTicket(id));
    }

    private @Nullable String taken(String id) throws Exception {
        return taking(1, id).await(10, TimeUnit.SECONDS).sealed();
    }

    /** Half a minute later, for this one. */
    private void over(String id) throws SQLException {
        assertThat(number("WITH late AS (UPDATE tickets SET expires = now() WHERE id = '" + id
                        + "' RETURNING id) SELECT count(*) FROM late"))
                .isOne();
    }

    private long number(String sql) throws SQLException {
        String url = "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
        try (Connection db = DriverManager.getConnection(url, database.user(), database.password());
                var rows = db.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
