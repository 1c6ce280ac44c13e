package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.PostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node of each role: what a screen is told when the only one of a role is no longer there. */
@ExtendWith(PostgresExtension.class)
class HopsIT {
    private static final Duration TOLD = Duration.ofSeconds(8);
    /** For the start of a process, and for a cluster that finds together again. */
    private static final Duration BACK = Duration.ofSeconds(60);

    /** Longer than Hazelcast takes to drop a member. */
    private static final Duration LONG = Duration.ofSeconds(15);

    @TempDir
    Path dir;

    private Cluster cluster;

    @RegisterExtension
    final TestWatcher outputOfFailures = new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
            System.err.println(cluster.output());
        }
    };

    /** A new one each time: a member that was frozen for long is out of the cluster for a while, which is another fault. */
    @BeforeEach
    void open(DatabaseUri database) {
        List<String> nodes = List.of("store-a", "ingest-a", "push-a");
        cluster = new Cluster(dir, database, nodes, name -> Cluster.Host.HERE, Map.of());
        cluster.complete();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "store"})
    void aRoleWhoseOnlyNodeIsKilledIsGoneAndComesBack(String role) {
        String node = role + "-a";
        isToldThatItIsGoneAndBack(role, Duration.ZERO, () -> cluster.kill(node), () -> cluster.start(node));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "store"})
    void aRoleWhoseOnlyNodeIsFrozenIsGoneAndComesBack(String role) {
        String node = role + "-a";
        isToldThatItIsGoneAndBack(
                role,
                LONG,
                () -> cluster.node(node).pause(),
                () -> cluster.node(node).resume());
    }

    private void isToldThatItIsGoneAndBack(String role, Duration stays, Runnable away, Runnable back) {
        String other = role.equals("store") ? "ingest" : "store";
        try (Screen screen = new WebSocketScreen(cluster.push("push-a"), "")) {
            await().atMost(BACK)
                    .untilAsserted(() -> assertThat(List.of(state(screen, "ingest"), state(screen, "store")))
                            .containsOnly("up"));
            int before = screen.notices("hops").size();

            try {
                away.run();

                await().atMost(TOLD)
                        .untilAsserted(() -> assertThat(state(screen, role)).isEqualTo("gone"));
                await().during(stays)
                        .atMost(LONG.multipliedBy(2))
                        .until(() -> state(screen, role).equals("gone")
                                && !state(screen, other).equals("gone"));
            } finally {
                back.run();
            }

            await().atMost(BACK)
                    .untilAsserted(() -> assertThat(List.of(state(screen, "ingest"), state(screen, "store")))
                            .containsOnly("up"));
            List<String> told =
                    screen.notices("hops").stream().map(HopsIT::said).toList();
            for (int i = before; i < told.size(); i++) {
                assertThat(told.get(i)).as("a notice").isNotEqualTo(told.get(i - 1));
            }
        }
    }

    /** States and reasons, without moments and numbers. */
    private static String said(JsonNode notice) {
        return StreamSupport.stream(notice.path("hops").spliterator(), false)
                .map(hop -> hop.path("role").asText() + " " + hop.path("state").asText() + " "
                        + hop.path("detail").asText().replaceAll("\\d+", "#"))
                .collect(Collectors.joining(", "));
    }

    /** What the screen was told last. */
    private static String state(Screen screen, String role) {
        List<JsonNode> told = screen.notices("hops");
        return told.isEmpty()
                ? ""
                : StreamSupport.stream(told.get(told.size() - 1).path("hops").spliterator(), false)
                        .filter(hop -> hop.path("role").asText().equals(role))
                        .map(hop -> hop.path("state").asText())
                        .findFirst()
                        .orElse("");
    }
}
