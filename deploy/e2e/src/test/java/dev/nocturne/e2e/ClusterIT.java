package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.PostgresExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class ClusterIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path dir;

    private static Cluster cluster;

    @RegisterExtension
    final TestWatcher outputOfFailures = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
            System.err.println(cluster.output());
        }
    };

    @BeforeAll
    static void open(DatabaseUri database) {
        cluster = new Cluster(dir, database);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void complete() {
        cluster.complete();
    }

    @Test
    void everyScreenGetsEveryAlertInOneOrderWhicheverNodeTookIt() {
        try (Screen a = new WebSocketScreen(cluster.push("push-a"), "");
                Screen b = new WebSocketScreen(cluster.push("push-b"), "");
                Sender sender = new Sender("spread", 200, cluster.ingest())) {
            Ledger ledger = sender.finish().ledger();

            assertThat(ledger.size()).isEqualTo(200);
            assertThat(sender.refused()).isEmpty();
            for (Screen screen : List.of(a, b)) {
                await().atMost(SOON).until(() -> screen.lastSeq() >= ledger.lastSeq());
                assertThat(screen.seqs())
                        .containsExactlyElementsOf(ledger.promised().keySet());
                assertThat(screen.seqs()).containsExactlyElementsOf(run(ledger.lastSeq() - 199, ledger.lastSeq()));
                assertThat(Ledger.of(screen.events())).isEqualTo(ledger.promised());
            }
            assertThat(a.events()).isEqualTo(b.events());
        }
    }

    @Test
    void aScreenWhoseNodeIsKilledMissesNothingOnTheOtherNode() {
        try (Screen first = new WebSocketScreen(cluster.push("push-a"), "");
                Sender sender = Sender.endless("push-killed", cluster.ingest())) {
            await().atMost(SOON).until(() -> first.seqs().size() >= 50);

            cluster.node("push-a").kill();

            assertThat(first.end()).succeedsWithin(SOON).isEqualTo(Screen.CUT);
            long acked = sender.ledger().size();
            await().atMost(SOON).until(() -> sender.ledger().size() >= acked + 50);
            try (Screen second = Screen.resuming(first, cluster.push("push-b"))) {
                await().atMost(SOON).until(() -> second.seqs().size() >= 100);
                sender.stop();
                await().atMost(SOON)
                        .until(() -> second.lastSeq() >= sender.ledger().lastSeq());

                List<Long> seen = new ArrayList<>(first.seqs());
                seen.addAll(second.seqs());
                assertThat(seen)
                        .containsExactlyElementsOf(
                                run(seen.get(0), sender.ledger().lastSeq()));
                List<JsonNode> events = new ArrayList<>(first.events());
                events.addAll(second.events());
                assertThat(Ledger.of(events))
                        .containsAllEntriesOf(sender.ledger().promised());
                assertThat(second.notices("gap")).isEmpty();
                assertThat(second.notices("reset")).isEmpty();
            }
        }
    }

    @Test
    void whileNoStoreAnswersNothingIsAcknowledgedAndNothingThatWasIsLost() throws IOException {
        URI ready = cluster.node("push-a").url("management").resolve("/health/ready");
        try (Screen screen = new WebSocketScreen(cluster.push("push-a"), "");
                Sender sender = Sender.endless("store-killed", cluster.ingest())) {
            await().atMost(SOON).until(() -> sender.ledger().size() >= 50);

            cluster.node("store-a").kill();

            await().atMost(SOON).until(() -> Http.get(ready).status() == 503);
            await().atMost(SOON).until(() -> !screen.notices("stale").isEmpty());
            await().atMost(SOON).until(() -> !sender.refused().isEmpty());
            assertThat(sender.refused()).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.retryAfter()).matches("[1-9][0-9]*");
            });
            int acked = sender.ledger().size();

            cluster.start("store-a");

            await().atMost(SOON).until(() -> sender.ledger().size() >= acked + 50);
            await().atMost(SOON).until(() -> Http.get(ready).status() == 200);
            await().atMost(SOON).until(() -> !screen.notices("fresh").isEmpty());
            sender.stop();
            await().atMost(SOON).until(() -> screen.lastSeq() >= sender.ledger().lastSeq());
            assertThat(screen.seqs())
                    .containsExactlyElementsOf(run(screen.seqs().get(0), screen.lastSeq()));
            assertThat(Ledger.of(screen.events()))
                    .containsAllEntriesOf(sender.ledger().promised());
            assertThat(Ledger.of(Http.events(cluster.push("push-b"))))
                    .containsAllEntriesOf(sender.ledger().promised());
        }
    }

    @Test
    void aPushNodeThatIsStoppedTellsItsScreensThatItGoesAway() {
        try (Screen screen = new WebSocketScreen(cluster.push("push-b"), "")) {
            await().atMost(SOON).until(() -> !screen.notices("subscribed").isEmpty());

            int exit = cluster.node("push-b").stop();

            assertThat(exit).isZero();
            assertThat(screen.end()).succeedsWithin(10, SECONDS).isEqualTo(1012);
        }
    }

    private static List<Long> run(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
