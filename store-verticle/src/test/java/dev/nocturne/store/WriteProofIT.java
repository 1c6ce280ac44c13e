package dev.nocturne.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.testkit.PostgresExtension;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What counts as a proof that alerts can be stored. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
class WriteProofIT {
    private static final String MOVE = "UPDATE feed_head SET seq = seq + 1";
    private static final String QUEUED = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'""";

    private DatabaseUri database;
    private Context owner;
    private Sessions sessions;
    private Epochs epochs;
    private WriteProbe probe;

    @BeforeEach
    void open(Vertx vertx, DatabaseUri own) throws Exception {
        database = own;
        Migrations.run(own);
        owner = vertx.getOrCreateContext();
        sessions = onOwner(() -> Sessions.open(vertx, StoreNodes.config(own))).await(10, SECONDS);
        onOwner(() -> new Partitions(sessions::writers, 1_000).extend()).await(10, SECONDS);
        epochs = new Epochs(sessions::writers);
        probe = new WriteProbe(sessions, epochs);
    }

    @AfterEach
    void close() throws Exception {
        sessions.close().await(10, SECONDS);
    }

    @Test
    void batchesThatHaveTheLockInTurnAreNoFailure() throws Exception {
        FeedBatch before = look().await(5, SECONDS);
        try (Connection first = connect();
                Connection second = connect();
                Connection watching = connect()) {
            watching.setAutoCommit(true);
            run(first, MOVE);
            CompletableFuture<Void> queued = CompletableFuture.runAsync(() -> run(second, MOVE));
            awaitQueued(1, watching);
            Future<FeedBatch> looked = look();
            awaitQueued(2, watching);
            first.commit();
            queued.get(5, SECONDS);

            assertThat(looked.await(5, SECONDS).head()).isEqualTo(before.head() + 1);
            assertThat(probe.check().ok()).isTrue();
        }
    }

    @Test
    void aCommitIsAProofForASecondAndNeedsNoLook() throws Exception {
        try (Connection locking = connect()) {
            commit("proof");
            run(locking, MOVE);

            assertThat(look().await(100, MILLISECONDS).head()).isPositive();
            assertThat(probe.check().ok()).isTrue();
            await().atMost(Duration.ofSeconds(6))
                    .untilAsserted(() -> assertThatThrownBy(() -> look().await(5, SECONDS))
                            .isInstanceOfSatisfying(
                                    ServiceFailure.class,
                                    failure -> assertThat(failure.kind()).isEqualTo(Kind.CANNOT_WRITE)));
            assertThat(probe.check().ok()).isFalse();
        }
    }

    @Test
    void aBatchThatFailedIsBelievedMoreThanALookUntilAnotherOneCommits() throws Exception {
        onOwner(() -> {
                    probe.refused(new ServiceFailure(Kind.CANNOT_WRITE, "no room"));
                    return Future.succeededFuture();
                })
                .await(5, SECONDS);

        look().await(5, SECONDS);
        assertThat(probe.check().detail()).isEqualTo("no room");

        commit("believed");
        assertThat(probe.check().ok()).isTrue();
    }

    @Test
    void aBatchThatFailedIsForgottenWhenNoneIsTried() throws Exception {
        onOwner(() -> {
                    probe.refused(new ServiceFailure(Kind.UNAVAILABLE, "away"));
                    return Future.succeededFuture();
                })
                .await(5, SECONDS);

        await().atMost(Duration.ofSeconds(6)).until(() -> {
            look().await(5, SECONDS);
            return probe.check().ok();
        });
    }

    private void commit(String id) throws Exception {
        onOwner(() -> new BatchWriter(sessions::writers, epochs)
                        .write(List.of(Events.problem(id)))
                        .onSuccess(probe::committed))
                .await(10, SECONDS);
    }

    private Future<FeedBatch> look() {
        return onOwner(probe::look);
    }

    private <T> Future<T> onOwner(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        owner.runOnContext(run -> action.get().onComplete(done));
        return done.future();
    }

    /** To be seen soon: nobody waits for longer than {@link Sessions#LOCK_MILLIS}. */
    private static void awaitQueued(int sessions, Connection watching) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(5))
                .until(() -> queued(watching) == sessions);
    }

    private static long queued(Connection watching) throws SQLException {
        try (var sql = watching.createStatement();
                ResultSet rows = sql.executeQuery(QUEUED)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database(),
                database.user(),
                database.password());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void run(Connection connection, String statement) {
        try (var sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
