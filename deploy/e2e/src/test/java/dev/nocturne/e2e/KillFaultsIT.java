package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.launcher.DyingStore;
import dev.nocturne.testkit.NocturneProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that die at once, with another of their role beside them. */
class KillFaultsIT {
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
    void anIngestNodeIsKilled() throws Exception {
        killed("ingest-a");
    }

    @Test
    void aStoreNodeIsKilled() throws Exception {
        killed("store-a");
    }

    @Test
    void aPushNodeIsKilled() throws Exception {
        killed("push-a");
    }

    @Test
    void aStoreNodeDiesAfterACommitBeforeAnyoneHearsOfIt() throws Exception {
        try (Trial trial = new Trial(lab, "store-b dies between commit and publish")) {
            trial.run(
                    () -> {
                        lab.cluster().node("store-b").stop();
                        lab.cluster().start("store-b", DyingStore.class, Map.of());
                        assertThat(lab.cluster().node("store-b").awaitExit()).isEqualTo(DyingStore.KILLED);
                        trial.awaitAcks(100);
                    },
                    () -> lab.cluster().start("store-b"));
        }
    }

    @Test
    void anAlertWhoseReplyWasLostAfterTheCommitIsAnsweredByTheOtherStoreNodeWithItsPlace() throws Exception {
        lab.cluster().complete();
        lab.cluster().node("store-b").stop();
        lab.cluster().start("store-b", DyingStore.class, Map.of());
        try (Screen screen = new WebSocketScreen(lab.cluster().push("push-a"), "")) {
            NocturneProcess dying = lab.cluster().node("store-b");
            Http.Answer answer = Http.post(alerts(), alert(0));
            for (int i = 1; dying.isRunning() && i < 20; i++) {
                answer = Http.post(alerts(), alert(i));
            }
            long seq = answer.json().path("seq").asLong();

            assertThat(dying.awaitExit()).isEqualTo(DyingStore.KILLED);
            assertThat(answer.status()).as("known already").isEqualTo(200);
            List<String> stored = lab.postgres()
                    .query("SELECT alert_id FROM alert_events WHERE seq = " + seq + " AND body LIKE '%lost-reply%'");
            assertThat(stored).containsExactly(answer.json().path("id").asText());
            assertThat(lab.postgres().query("SELECT seq FROM feed_head")).containsExactly(Long.toString(seq));
            await().atMost(10, SECONDS).until(() -> screen.seqs().contains(seq));
        }
    }

    private static URI alerts() {
        return lab.cluster().ingest().get(0).resolve("/internal/alerts");
    }

    private static String alert(int i) {
        return "{\"site\":\"HEL1\",\"severity\":\"high\",\"message\":\"m\",\"source\":\"lost-reply\",\"sourceId\":\""
                + i + "\"}";
    }

    private static void killed(String node) throws Exception {
        try (Trial trial = new Trial(lab, node + " killed")) {
            trial.run(
                    () -> {
                        lab.cluster().kill(node);
                        trial.awaitAcks(100);
                    },
                    () -> lab.cluster().start(node));
        }
    }
}
