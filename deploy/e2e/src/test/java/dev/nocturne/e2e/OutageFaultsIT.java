package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that freeze, a role that is gone altogether, and a PostgreSQL in trouble. */
@Tag("faults")
class OutageFaultsIT {
    private static final Duration FROZEN = Duration.ofSeconds(30);
    private static final Duration DATABASE_FROZEN = Duration.ofSeconds(15);
    private static final Duration DEADLINE = Duration.ofSeconds(6);
    /** Few, as a webhook that meets a frozen node waits for as long as its patience lasts. */
    private static final int ACKS_BESIDE_FROZEN = 25;

    /** All but the test's own; one that has only begun has no name yet. */
    private static final String STORE_SESSIONS = "FROM pg_stat_activity WHERE backend_type = 'client backend'"
            + " AND application_name <> 'PostgreSQL JDBC Driver'";

    @TempDir
    static Path dir;

    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = Lab.onLoopback(dir, dir.resolve("data"));
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void allStoreNodesAreKilledAtOnceAndStartedAtOnce() throws Exception {
        outage(
                "both store nodes killed at once",
                () -> lab.cluster().kill("store-a", "store-b"),
                () -> lab.cluster().complete());
    }

    @Test
    void theOnlyStoreNodeIsKilled() throws Exception {
        outage(
                "the only store node killed",
                () -> {
                    lab.cluster().node("store-b").stop();
                    lab.cluster().kill("store-a");
                },
                () -> {
                    lab.cluster().start("store-a");
                    lab.cluster().start("store-b");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-a", "store-a", "push-a"})
    void aNodeIsFrozen(String node) throws Exception {
        try (Trial trial = new Trial(lab, node + " frozen for 30 s")) {
            long before = lab.cluster().suspicionsBesides(node);
            trial.run(
                    () -> {
                        lab.cluster().node(node).pause();
                        Trial.keep(FROZEN);
                        trial.awaitAcks(ACKS_BESIDE_FROZEN);
                        assertThat(lab.cluster().suspicionsBesides(node))
                                .as("others that were taken for dead")
                                .isEqualTo(before);
                    },
                    () -> lab.cluster().node(node).resume());
        } finally {
            lab.cluster().node(node).resume();
        }
    }

    @Test
    void postgresIsKilled() throws Exception {
        outage(
                "PostgreSQL killed",
                () -> lab.postgres().kill(),
                () -> lab.postgres().start());
    }

    @Test
    void postgresIsRestarted() throws Exception {
        try (Trial trial = new Trial(lab, "PostgreSQL restarted")) {
            trial.run(() -> lab.postgres().stop(), () -> lab.postgres().start());
        }
    }

    @Test
    void postgresIsFrozen() throws Exception {
        outage(
                "PostgreSQL frozen for some 20 s",
                () -> {
                    lab.postgres().pause();
                    await().atMost(8, SECONDS).until(() -> lab.unready().size() == Cluster.TWO_OF_EACH.size());
                    Trial.keep(DATABASE_FROZEN);
                },
                () -> lab.postgres().resume());
    }

    @Test
    void postgresHasNoConnectionLeft() throws Exception {
        List<Connection> idle = new ArrayList<>();
        try {
            outage("PostgreSQL out of connections", () -> takeAll(idle), () -> release(idle));
        } finally {
            release(idle);
        }
    }

    private static void release(List<Connection> idle) throws SQLException {
        for (Connection each : idle) {
            each.close();
        }
    }

    @Test
    void twoStoreNodesStartAtOnceOnAnEmptyDatabase() {
        var empty = lab.postgres().newDatabase("empty");
        try (Cluster stores =
                new Cluster(dir, empty, List.of("store-x", "store-y"), name -> Cluster.Host.HERE, Map.of())) {
            stores.complete();

            await().atMost(30, SECONDS)
                    .untilAsserted(() -> assertThat(stores.unready()).isEmpty());
        }
    }

    /** Nothing is acknowledged for a while, and each post is refused before its deadline. */
    private static void outage(String fault, Trial.Step breaks, Trial.Step mends) throws Exception {
        try (Trial trial = new Trial(lab, fault)) {
            trial.run(
                    () -> {
                        breaks.run();
                        trial.awaitRefusal();
                    },
                    mends);
            assertThat(trial.traffic().slowest()).isLessThan(DEADLINE);
        }
    }

    /** The nodes lose their sessions, and idle ones take every place. */
    private static void takeAll(List<Connection> idle) throws SQLException {
        Connection first = lab.postgres().connect();
        idle.add(first);
        try (var statement = first.createStatement()) {
            boolean taken = false;
            while (!taken) {
                statement.execute("SELECT pg_terminate_backend(pid) " + STORE_SESSIONS);
                takeFree(idle);
                try (var left = statement.executeQuery("SELECT count(*) " + STORE_SESSIONS)) {
                    taken = left.next() && left.getInt(1) == 0;
                }
            }
        }
    }

    private static void takeFree(List<Connection> idle) {
        try {
            while (true) {
                idle.add(lab.postgres().connect());
            }
        } catch (SQLException e) {
            // all taken
        }
    }
}
