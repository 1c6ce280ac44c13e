package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that fail in silence, for longer than it takes the cluster to split. */
@Tag("faults")
class PartitionFaultsIT {
    private static final Duration PARTED = Duration.ofSeconds(40);

    @TempDir
    static Path dir;

    private static Network network;
    private static Lab lab;

    @BeforeAll
    static void open() {
        assumeTrue(Shell.isRoot(), "needs root, to make network namespaces");
        network = new Network(Cluster.TWO_OF_EACH);
        lab = Lab.on(network, dir, dir.resolve("data"));
    }

    @AfterAll
    static void close() {
        if (network != null) {
            try {
                lab.close();
            } finally {
                network.close();
            }
        }
    }

    @Test
    void aPushNodeIsCutOffFromTheRest() throws Exception {
        try (Trial trial = new Trial(lab, "push-a cut off for 40 s")) {
            trial.run(
                    () -> {
                        network.cut("push-a");
                        Trial.keep(PARTED);
                        assertThat(trial.watcher("push-a").notices("stale")).isNotEmpty();
                        trial.awaitAcks(100);
                    },
                    () -> network.mend("push-a"),
                    () -> trial.remark("woken by the bus again after "
                            + trial.awaitWakeUps("push-a").toSeconds() + " s"));
            assertThat(trial.watcher("push-a").notices("fresh")).isNotEmpty();
        }
    }

    @Test
    void twoStoreNodesCannotReachEachOther() throws Exception {
        try (Trial trial = new Trial(lab, "store-a and store-b parted for 40 s")) {
            trial.run(
                    () -> {
                        network.separate("store-a", "store-b");
                        assertThat(network.reaches("store-a", "store-b")).isFalse();
                        assertThat(network.reaches("store-a", Network.POSTGRES)).isTrue();
                        Trial.keep(PARTED);
                        trial.awaitAcks(100);
                    },
                    () -> network.reunite("store-a", "store-b"),
                    () -> {
                        awaitWrites("store-a");
                        awaitWrites("store-b");
                        trial.remark("both are asked to write again after "
                                + trial.sinceMended().toSeconds() + " s");
                    });
        }
    }

    /** Whether the store node belongs to the cluster again is seen where nothing can hide it: in PostgreSQL. */
    private static void awaitWrites(String store) {
        String commits = "SELECT count(*) FROM pg_stat_activity WHERE query = 'COMMIT' AND client_addr = inet '"
                + network.host(store).inner() + "' AND state_change > now() - interval '1 s'";
        await().atMost(1, MINUTES).until(() -> !lab.postgres().query(commits).equals(List.of("0")));
    }
}
