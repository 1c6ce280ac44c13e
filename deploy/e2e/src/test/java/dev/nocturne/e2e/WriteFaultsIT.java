package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that answers, and does not write: posts are refused soon, and no node is ready. */
@Tag("faults")
class WriteFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration DEADLINE = Duration.ofSeconds(6);
    private static final int NOTICED = 10;

    @TempDir
    static Path dir;

    private static SmallDisk disk;
    private static Lab lab;

    @BeforeAll
    static void open() {
        disk = new SmallDisk(dir.resolve("data"));
        lab = Lab.onLoopback(dir, disk.path());
    }

    @AfterAll
    static void close() {
        try {
            lab.close();
        } finally {
            disk.close();
        }
    }

    @Test
    void theDatabaseBecomesReadOnlyAndEachSessionKeepsThat() throws Exception {
        String database = lab.postgres().uri().database();
        outage(
                "PostgreSQL read-only",
                SOON,
                () -> lab.postgres()
                        .execute(
                                "ALTER DATABASE " + database + " SET default_transaction_read_only = on",
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                        + " WHERE application_name = 'nocturne-store'"),
                () -> lab.postgres().execute("ALTER DATABASE " + database + " RESET default_transaction_read_only"));
    }

    @Test
    void postgresComesBackAsAStandby() throws Exception {
        outage(
                "PostgreSQL a hot standby",
                DEADLINE,
                () -> lab.postgres().restartAsStandby(),
                () -> lab.postgres().restartAsPrimary());
    }

    @Test
    void somebodyHoldsTheLockOnTheHead() throws Exception {
        try (Connection somebody = lab.postgres().connect()) {
            somebody.setAutoCommit(false);
            outage("somebody holds the lock of the head", SOON, () -> lock(somebody), somebody::rollback);
        }
    }

    private static void lock(Connection session) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute("SELECT seq FROM feed_head FOR UPDATE");
        }
    }

    @Test
    void theDiskOfPostgresIsFull() throws Exception {
        assumeTrue(disk.isSmall(), "needs root, to mount a small disk");
        outage("PostgreSQL's disk full", DEADLINE, disk::fill, WriteFaultsIT::makeRoom);
    }

    @Test
    void aFullDiskIsNoticedWithoutAnAlert() throws Exception {
        assumeTrue(disk.isSmall(), "needs root, to mount a small disk");
        lab.cluster().complete();
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(lab.unready()).isEmpty());

        disk.fill();
        try {
            awaitUnready();
        } finally {
            makeRoom();
        }

        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(lab.unready()).isEmpty());
    }

    private static void makeRoom() throws Exception {
        disk.free();
        if (!lab.postgres().isRunning()) {
            lab.postgres().start();
        }
    }

    /** Each post is refused before a time has passed, and every node of every role says that it is not ready. */
    private static void outage(String fault, Duration answered, Trial.Step breaks, Trial.Step mends) throws Exception {
        try (Trial trial = new Trial(lab, fault)) {
            trial.run(
                    () -> {
                        breaks.run();
                        trial.awaitRefusal();
                        awaitUnready();
                    },
                    mends);
            assertThat(trial.traffic().slowest()).isLessThan(answered);
        }
    }

    private static void awaitUnready() {
        await().atMost(NOTICED, SECONDS)
                .untilAsserted(() -> assertThat(lab.unready()).hasSameSizeAs(Cluster.TWO_OF_EACH));
    }
}
