package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.KnownSites;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.bus.StoreRoutes.SitesQuery;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Severity;
import dev.nocturne.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A seq never stands for two events in one epoch, whatever is done to the database. */
class EpochIT {
    private static final Duration SECONDS_5 = Duration.ofSeconds(5);
    private static final String BACK_TO_3 = """
            DELETE FROM event_identities WHERE seq > 3;
            DELETE FROM alerts WHERE seq > 3;
            DELETE FROM alert_events WHERE seq > 3;
            UPDATE feed_head SET seq = 3""";
    /** Statements succeed and their commit does not. */
    private static final String FILL_DISK = """
            CREATE FUNCTION fill_disk() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE disk_full; END';
            CREATE CONSTRAINT TRIGGER fill_disk AFTER UPDATE ON feed_head
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fill_disk()""";

    private final DatabaseUri database = PostgresServer.shared().newDatabase();

    @Test
    void aNewFeedKeepsItsEpochOverRestarts() throws Exception {
        UUID first = epochAfter(database, 0);

        assertThat(epochAfter(database, 3)).isEqualTo(first);
        assertThat(epochAfter(database, 5)).isEqualTo(first);
    }

    @Test
    void aCopyInAnotherDatabaseIsAnotherFeedAndAllNodesAgreeOnIt() throws Exception {
        UUID original = epochAfter(database, 3);
        DatabaseUri restored = copyOf(database);
        assertThat(epochAfter(database, 8)).isEqualTo(original);

        try (StoreNodes stores = StoreNodes.start(2, StoreNodes.config(restored))) {
            FeedBatch head = stores.replay(0, 0);
            assertThat(head.epoch()).isNotEqualTo(original);
            assertThat(head.head()).isEqualTo(3);
            assertThat(stores.appended(1, Events.problem("new 4")).seq()).isEqualTo(4);
            await().during(Duration.ofMillis(2_500))
                    .atMost(SECONDS_5)
                    .until(() -> stores.replay(0, 0).epoch().equals(head.epoch()));
        }
        assertThat(epochAfter(database, 0)).isEqualTo(original);
    }

    @Test
    void tablesThatAreFilledAgainUnderARunningNodeAreAnotherFeed() throws Exception {
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            UUID before = stores.replay(0, 0).epoch();

            sql(database, """
                    CREATE TEMP TABLE dump AS SELECT * FROM feed_head;
                    TRUNCATE feed_head;
                    INSERT INTO feed_head SELECT * FROM dump""");

            await().atMost(SECONDS_5).until(() -> !stores.replay(0, 0).epoch().equals(before));
        }
    }

    @Test
    void theFirstBatchAfterTheHeadWentBackIsInANewEpoch() throws Exception {
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            UUID before = append(stores, 8);
            CopyOnWriteArrayList<FeedBatch> told = new CopyOnWriteArrayList<>();
            stores.bus(0).subscribe(StoreRoutes.FEED, told::add);

            sql(database, BACK_TO_3);
            Appended four = stores.appended(0, Events.problem("new 4"));

            assertThat(four.seq()).isEqualTo(4);
            assertThat(stores.replay(0, 0).epoch()).isNotEqualTo(before);
            await().atMost(SECONDS_5)
                    .until(() -> told.stream().anyMatch(batch -> batch.events().size() == 1));
            assertThat(told)
                    .filteredOn(batch -> !batch.events().isEmpty())
                    .allSatisfy(batch -> assertThat(batch.epoch()).isNotEqualTo(before));
        }
    }

    @Test
    void aNewEpochIsLoggedWhenItIsCommittedAndOnlyOnce() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Epochs.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            append(stores, 8);
            sql(database, BACK_TO_3 + "; " + FILL_DISK);

            assertThatThrownBy(() -> stores.appended(0, Events.problem("not committed")))
                    .isInstanceOf(ServiceFailure.class);
            assertThat(log.list).isEmpty();

            sql(database, "DROP TRIGGER fill_disk ON feed_head");
            stores.appended(0, Events.problem("new 4"));
            UUID epoch = stores.replay(0, 0).epoch();
            assertThat(log.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getKeyValuePairs())
                            .anyMatch(pair -> pair.key.equals("epoch") && pair.value.equals(epoch)));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void aNodeWithNothingToStoreSeesThatTheHeadWentBack() throws Exception {
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            UUID before = append(stores, 8);

            sql(database, BACK_TO_3);

            await().atMost(SECONDS_5).until(() -> !stores.replay(0, 0).epoch().equals(before));
        }
    }

    @Test
    void whatAPushNodeHasSeenCountsForANodeThatHasJustStartedAndAClientsWordDoesNot() throws Exception {
        UUID before = epochAfter(database, 8);
        sql(database, BACK_TO_3);
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            assertThat(stores.replay(8, 10).epoch()).isEqualTo(before);
            assertThat(replay(stores, new Replay(3, 10, before)).epoch()).isEqualTo(before);
            assertThat(replay(stores, new Replay(8, 10, UUID.randomUUID())).epoch())
                    .isEqualTo(before);

            FeedBatch answer = replay(stores, new Replay(8, 10, before));

            assertThat(answer.epoch()).isNotEqualTo(before);
            assertThat(answer.head()).isEqualTo(3);
            assertThat(replay(stores, new Replay(8, 10, before)).epoch()).isEqualTo(answer.epoch());
        }
    }

    @Test
    void whyThereCanBeNoNewEpochIsToldToWhoAsked() throws Exception {
        UUID before = epochAfter(database, 8);
        sql(database, BACK_TO_3 + "; " + FILL_DISK);
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            assertThatThrownBy(() -> replay(stores, new Replay(8, 10, before)))
                    .isInstanceOfSatisfying(
                            ServiceFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.CANNOT_WRITE));
        }
    }

    @Test
    void whatARoleMayNotReadIsNoDifference() throws Exception {
        UUID before = epochAfter(database, 3);
        sql(database, """
                DO $$ BEGIN CREATE ROLE plain LOGIN PASSWORD 'plain'; EXCEPTION WHEN duplicate_object THEN END $$;
                REVOKE EXECUTE ON FUNCTION pg_control_system() FROM public;
                ALTER SCHEMA public OWNER TO plain;
                DO $$
                DECLARE
                    t regclass;
                BEGIN
                    FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') LOOP
                        EXECUTE format('ALTER TABLE %s OWNER TO plain', t);
                    END LOOP;
                END $$""");
        DatabaseUri plain =
                new DatabaseUri(database.host(), database.port(), database.database(), "plain", "plain", "");

        assertThat(text(plain, "SELECT feed_place()"))
                .contains("timeline=", "database=", "table=")
                .doesNotContain("system=", "files=");
        assertThat(epochAfter(plain, 0)).isEqualTo(before);
    }

    @Test
    void whatARoleMayReadLaterIsComparedFromThenOn() throws Exception {
        UUID before = epochAfter(database, 3);
        String complete = text(database, "SELECT origin FROM feed_head");
        sql(database, "UPDATE feed_head SET origin = regexp_replace(origin, '^system=[^ ]+ | files=.*', '', 'g')");
        assertThat(text(database, "SELECT origin FROM feed_head")).doesNotContain("system", "files");

        assertThat(epochAfter(database, 4)).isEqualTo(before);

        assertThat(text(database, "SELECT origin FROM feed_head").split(" "))
                .containsExactlyInAnyOrder(complete.split(" "));
        assertThat(epochAfter(database, 5)).isEqualTo(before);
    }

    @Test
    void anotherTimelineIsAnotherFeed() throws Exception {
        UUID before = epochAfter(database, 3);

        sql(database, "UPDATE feed_head SET origin = regexp_replace(origin, 'timeline=[^ ]+', 'timeline=0000BEEF')");

        assertThat(epochAfter(database, 0)).isNotEqualTo(before);
    }

    @Test
    void aSiteThatTheRestoredDatabaseDoesNotHaveIsRecordedAgain() throws Exception {
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            append(stores, 3);
            stores.appended(0, Events.problemAt("late", "Meru", Severity.HIGH));
            sql(database, BACK_TO_3 + "; DELETE FROM sites WHERE name = 'Meru'");

            stores.appended(0, Events.problemAt("later", "Meru", Severity.HIGH));

            KnownSites known = stores.bus(0)
                    .call(StoreRoutes.SITES, new SitesQuery(StoreRoutes.MAX_SITES))
                    .await(10, TimeUnit.SECONDS);
            assertThat(known.sites()).contains("Meru");
        }
    }

    private static UUID epochAfter(DatabaseUri database, int head) throws Exception {
        try (StoreNodes stores = StoreNodes.start(1, StoreNodes.config(database))) {
            return append(stores, head);
        }
    }

    private static UUID append(StoreNodes stores, int head) throws Exception {
        for (long seq = stores.replay(0, 0).head() + 1; seq <= head; seq++) {
            stores.appended(0, Events.problem("old " + seq));
        }
        return stores.replay(0, 0).epoch();
    }

    private static FeedBatch replay(StoreNodes stores, Replay question) throws Exception {
        return stores.bus(0).call(StoreRoutes.REPLAY, question).await(10, TimeUnit.SECONDS);
    }

    /** As a restored dump has it: every row, in a database of its own. */
    private static DatabaseUri copyOf(DatabaseUri from) throws SQLException {
        DatabaseUri copy = PostgresServer.shared().newDatabase();
        sql(
                new DatabaseUri(from.host(), from.port(), "postgres", from.user(), from.password(), ""),
                "DROP DATABASE " + copy.database());
        sql(
                new DatabaseUri(from.host(), from.port(), "postgres", from.user(), from.password(), ""),
                "CREATE DATABASE " + copy.database() + " TEMPLATE " + from.database());
        return copy;
    }

    private static void sql(DatabaseUri where, String statements) throws SQLException {
        try (Connection db = connect(where);
                var statement = db.createStatement()) {
            statement.execute(statements);
        }
    }

    private static String text(DatabaseUri where, String query) throws SQLException {
        try (Connection db = connect(where);
                var statement = db.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(DatabaseUri where) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + where.host() + ":" + where.port() + "/" + where.database(),
                where.user(),
                where.password());
    }
}
