package dev.nocturne.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Probe;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.testkit.PostgresExtension;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** A database that answers and does not write. */
@ExtendWith(PostgresExtension.class)
class WriteProbeIT {
    private static final Duration SOON = Duration.ofSeconds(6);
    private static final String SESSIONS =
            "FROM pg_stat_activity WHERE application_name = 'nocturne-store'" + " AND datname = current_database()";

    private final Logger logger = (Logger) LoggerFactory.getLogger(WriteProbe.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private StoreNodes stores;
    private Connection other;
    private Statement sql;
    private String name;

    @BeforeEach
    void start(DatabaseUri database) throws Exception {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        other = DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database(),
                database.user(),
                database.password());
        sql = other.createStatement();
        sql.execute("SET default_transaction_read_only = off");
        name = '"' + database.database() + '"';
        stores = StoreNodes.start(1, StoreNodes.config(database));
    }

    @AfterEach
    void stop() throws Exception {
        logger.detachAppender(log);
        logger.setLevel(null);
        sql.execute("ALTER DATABASE " + name + " RESET default_transaction_read_only");
        other.close();
        stores.close();
    }

    @Test
    void aReadOnlyDatabaseIsToldWithoutAnAlertAndTheSessionsThatItLeftAreClosed() throws Exception {
        awaitProbe(true);
        makeReadOnly();

        awaitProbe(false);
        assertThat(stores.check(0).detail()).isEqualTo("the database is read-only (25006)");
        assertCannotWrite(stores.bus(0).call(StoreRoutes.PROBE, new Probe("test")), Duration.ofSeconds(1));
        assertCannotWrite(stores.handOver(0, Events.problem("read-only")), Duration.ofSeconds(3));
        assertThat(stores.replay(0, 0).first()).isPositive();

        sql.execute("ALTER DATABASE " + name + " RESET default_transaction_read_only");
        sql.execute("CREATE TEMP TABLE healed AS SELECT clock_timestamp() AS at");

        awaitProbe(true);
        assertThat(stores.appended(0, Events.problem("writable again")).added()).isTrue();
        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(
                                count("SELECT count(*) " + SESSIONS + " AND backend_start < (SELECT at FROM healed)"))
                        .isZero());
        assertThat(stores.bus(0)
                        .call(StoreRoutes.PROBE, new Probe("test"))
                        .await(2, SECONDS)
                        .head())
                .isPositive();
    }

    @Test
    void aLockThatSomebodyHoldsIsToldAndAnsweredSoon() throws Exception {
        awaitProbe(true);
        other.setAutoCommit(false);
        sql.execute("SELECT seq FROM feed_head FOR UPDATE");

        assertCannotWrite(stores.handOver(0, Events.problem("locked")), Duration.ofSeconds(3));
        awaitProbe(false);
        assertThat(stores.check(0).detail()).isEqualTo("somebody else holds a lock in the database (55P03)");

        other.rollback();
        other.setAutoCommit(true);
        awaitProbe(true);
        assertThat(stores.appended(0, Events.problem("unlocked")).added()).isTrue();
    }

    @Test
    void eachChangeIsLoggedOnceWithItsReason() throws Exception {
        awaitProbe(true);
        makeReadOnly();
        awaitProbe(false);
        for (int i = 0; i < 3; i++) {
            assertCannotWrite(stores.handOver(0, Events.problem("log-" + i)), Duration.ofSeconds(3));
        }
        sql.execute("ALTER DATABASE " + name + " RESET default_transaction_read_only");
        awaitProbe(true);

        List<ILoggingEvent> lines = List.copyOf(log.list);
        assertThat(lines)
                .extracting(ILoggingEvent::getLevel)
                .endsWith(Level.WARN, Level.INFO)
                .filteredOn(Level.WARN::equals)
                .hasSizeLessThanOrEqualTo(2);
        assertThat(lines.get(lines.size() - 2).getKeyValuePairs())
                .anyMatch(pair -> pair.value.equals("the database is read-only (25006)"));
    }

    /** As a primary that was made a standby: sessions end, and new ones cannot write. */
    private void makeReadOnly() throws SQLException {
        sql.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
        sql.execute("SELECT pg_terminate_backend(pid) " + SESSIONS);
    }

    private long count(String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void awaitProbe(boolean writable) {
        await().atMost(SOON).until(() -> stores.check(0).ok() == writable);
        if (!writable) {
            await().atMost(SOON)
                    .until(() -> !stores.check(0).detail().contains("available")
                            && !stores.check(0).detail().contains("asked"));
        }
    }

    private static void assertCannotWrite(Future<?> call, Duration within) {
        assertThatThrownBy(() -> call.await(within.toMillis(), MILLISECONDS))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.CANNOT_WRITE));
    }
}
