package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.PostgresExtension;
import dev.nocturne.testkit.TestAuthority;
import dev.nocturne.testkit.TestAuthority.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose members know each other by certificates of their own authority. */
@ExtendWith(PostgresExtension.class)
class BusTlsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> NODES = List.of("store-a", "ingest-a", "push-a");

    private static final String KNOWS_THE_STORE_AND_HEARS_NOTHING =
            "not ready yet checks=\"[Check[name=store, ok=false, detail=no reply in time]]";

    @TempDir
    static Path dir;

    private static Cluster cluster;

    @BeforeAll
    static void start(DatabaseUri database) {
        TestAuthority authority = new TestAuthority(dir, "authority");
        cluster = new Cluster(
                dir, database, NODES, name -> Cluster.Host.HERE, settings(authority, authority.sign("member")));
        cluster.complete();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    private static Map<String, String> settings(TestAuthority authority, Pair pair) {
        return Map.of(
                "cluster.tls.certificate",
                pair.certificate().toString(),
                "cluster.tls.key",
                pair.key().toString(),
                "cluster.tls.ca",
                authority.certificate().toString());
    }

    @Test
    void membersOfOneAuthorityDeliverAlerts() {
        deliver("among members");
    }

    private static void deliver(String source) {
        try (Screen screen = new WebSocketScreen(cluster.push("push-a"), "");
                Sender sender = new Sender(source, 50, cluster.ingest())) {
            Ledger ledger = sender.finish().ledger();

            assertThat(sender.refused()).isEmpty();
            await().atMost(SOON).until(() -> screen.lastSeq() >= ledger.lastSeq());
            assertThat(Ledger.of(screen.events())).isEqualTo(ledger.promised());
        }
    }

    @Test
    void aStrangerGetsNothingThroughAndTheMembersGoOn() {
        TestAuthority foreign = new TestAuthority(dir, "foreign");
        try (NocturneProcess impostor = cluster.stranger("ingest", settings(foreign, foreign.sign("impostor")));
                NocturneProcess nobody = cluster.stranger("ingest", Map.of())) {
            awaitLine(impostor, "bad_certificate");
            awaitLine(impostor, KNOWS_THE_STORE_AND_HEARS_NOTHING);
            awaitLine(nobody, KNOWS_THE_STORE_AND_HEARS_NOTHING);
            awaitLine(nobody, "cluster.tls=\"none: plain text\"");

            deliver("among strangers");
            assertThat(cluster.unready()).isEmpty();
        }
    }

    private static void awaitLine(NocturneProcess process, String text) {
        await().atMost(SOON).until(() -> process.output().stream().anyMatch(line -> line.contains(text)));
    }
}
