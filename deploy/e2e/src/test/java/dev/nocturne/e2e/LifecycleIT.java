package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleIT {
    private static final Duration POLITE_STOP = Duration.ofSeconds(10);

    @TempDir
    Path dataDir;

    @Test
    void aPoliteStopLeavesNothingRunningAndTheNextStartHasEveryAlert() throws IOException {
        List<JsonNode> before;
        try (NocturneProcess nocturne = NocturneProcess.launch("all", dataDir, Map.of("log.level", "debug"))) {
            try (Sender sender = new Sender("before", 50, List.of(nocturne.url("ingest")))) {
                sender.finish();
            }
            before = Http.events(nocturne.url("push"));
            Screen screen = new WebSocketScreen(nocturne.url("push"), "");
            long asked = System.nanoTime();

            assertThat(nocturne.stop()).isZero();

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(POLITE_STOP);
            assertThat(screen.end()).succeedsWithin(POLITE_STOP).isEqualTo(1012);
            assertThat(Leftovers.processes(dataDir)).isEmpty();
            assertThat(Leftovers.isLocked(dataDir)).isFalse();
            assertThat(String.join("\n", nocturne.output()))
                    .doesNotContain(Files.readString(dataDir.resolve("postgres/nocturne.password"))
                            .strip())
                    .doesNotContain("\tat ");
        }
        try (NocturneProcess again = NocturneProcess.all(dataDir)) {
            assertThat(Http.events(again.url("push"))).hasSize(50).isEqualTo(before);
        }
    }

    @Test
    void aKillDuringPostsLosesNothingThatWasAcknowledged() throws IOException {
        Map<Long, String> promised;
        try (NocturneProcess victim = NocturneProcess.all(dataDir);
                Sender sender = Sender.endless("victim", List.of(victim.url("ingest")))) {
            await().atMost(60, SECONDS).until(() -> sender.ledger().size() >= 300);
            victim.kill();
            await().atMost(30, SECONDS).until(() -> sender.unanswered() > 0);
            promised = sender.ledger().promised();
        }
        await().atMost(30, SECONDS).until(() -> Leftovers.processes(dataDir).isEmpty());

        assertThatTheNextStartKeeps(promised);
    }

    /** Frozen first, in the middle of a batch, so that an acknowledgement which does not wait for its commit gets out. */
    @Test
    void aPowerCutDuringPostsLosesNothingThatWasAcknowledged() throws Exception {
        Map<Long, String> promised;
        try (NocturneProcess victim = NocturneProcess.launch("all", dataDir, Map.of("ingest.deadline", "1s"));
                Sender sender = Sender.endlessArrays("victim", 200, List.of(victim.url("ingest")))) {
            await().atMost(60, SECONDS).until(() -> sender.ledger().size() >= 2_000);
            signal("STOP", Leftovers.database(dataDir));
            await().atMost(30, SECONDS).until(() -> !sender.refused().isEmpty());
            victim.kill();
            signal("KILL", Leftovers.database(dataDir));
            await().atMost(30, SECONDS).until(() -> sender.unanswered() > 0);
            promised = sender.ledger().promised();
        }

        assertThatTheNextStartKeeps(promised);
    }

    private void assertThatTheNextStartKeeps(Map<Long, String> promised) throws IOException {
        try (NocturneProcess again = NocturneProcess.all(dataDir)) {
            Map<Long, String> kept = Ledger.of(Http.events(again.url("push")));
            assertThat(kept).containsAllEntriesOf(promised);
            assertThat(kept.keySet())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, kept.size()).boxed().toList());
            try (Sender sender = new Sender("after", 1, List.of(again.url("ingest")))) {
                assertThat(sender.finish().ledger().lastSeq()).isEqualTo(kept.size() + 1);
            }
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        List<String> words = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> words.add(Long.toString(process.pid())));
        new ProcessBuilder(words).start().waitFor();
    }
}
