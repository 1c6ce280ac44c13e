package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start that cannot succeed says why in words that name the key, and nothing else. */
class RefusalIT {
    private static final String SECRET = "hunter2-of-the-noc";

    @TempDir
    static Path dataDir;

    @Test
    void aSecondInstanceIsToldThatItsDirectoryIsInUse() {
        try (NocturneProcess first = NocturneProcess.all(dataDir);
                NocturneProcess second = NocturneProcess.launch("all", dataDir, Map.of())) {

            assertThat(second.awaitExit()).isEqualTo(1);

            assertThat(complaints(second)).singleElement().asString().contains("data.dir", dataDir.toString());
            assertThat(first.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"push.port", "ingest.port", "management.port"})
    void aPortThatIsTakenIsNamedWithItsKey(String key) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NocturneProcess nocturne =
                        NocturneProcess.launch("all", dataDir, Map.of(key, Integer.toString(taken.getLocalPort())))) {

            assertThat(nocturne.awaitExit()).isEqualTo(1);

            assertThat(complaints(nocturne))
                    .singleElement()
                    .asString()
                    .contains(key, Integer.toString(taken.getLocalPort()), "in use");
            assertThat(Leftovers.processes(dataDir)).isEmpty();
        }
    }

    @Test
    void everyWrongKeyIsNamedAtOnce() {
        try (NocturneProcess nocturne = NocturneProcess.run(
                "--set",
                "push.port=http",
                "--set",
                "push.prot=1",
                "--set",
                "store.pool-size=0",
                "--set",
                "feed.retention=soon",
                "--set",
                "store.database=mysql://noc:" + SECRET + "@db/noc")) {

            assertThat(nocturne.awaitExit()).isEqualTo(2);

            assertThat(complaints(nocturne))
                    .hasSize(6)
                    .anyMatch(line -> line.contains("push.port:"))
                    .anyMatch(line -> line.contains("push.prot:") && line.contains("push.port?"))
                    .anyMatch(line -> line.contains("store.pool-size:"))
                    .anyMatch(line -> line.contains("feed.retention:"))
                    .anyMatch(line -> line.contains("store.database:"))
                    .noneMatch(line -> line.contains(SECRET));
        }
    }

    @Test
    void theDatabasePasswordIsNeverPrinted() {
        String database = "store.database=postgresql://noc:" + SECRET + "@127.0.0.1:1/noc";
        try (NocturneProcess config = NocturneProcess.run("config", "--set", database);
                NocturneProcess store = NocturneProcess.run(
                        "store",
                        "--set",
                        database,
                        "--set",
                        "log.level=debug",
                        "--set",
                        "management.port=0",
                        "--set",
                        "cluster.port=" + FreePorts.one());
                NocturneProcess migrate = NocturneProcess.run("migrate", "--set", database)) {

            assertThat(config.awaitExit()).isZero();
            assertThat(store.awaitExit()).isEqualTo(1);
            assertThat(migrate.awaitExit()).isEqualTo(1);

            assertThat(config.output()).anyMatch(line -> line.startsWith("store.database: postgresql://noc:***@"));
            for (NocturneProcess process : List.of(store, migrate)) {
                assertThat(process.output())
                        .anyMatch(line -> line.startsWith("nocturne: store.database postgresql://noc:***@"));
            }
            for (NocturneProcess process : List.of(config, store, migrate)) {
                assertThat(process.output()).noneMatch(line -> line.contains(SECRET));
            }
        }
    }

    /** All that it printed but the log of what went well; a stack trace would be many of these. */
    private static List<String> complaints(NocturneProcess process) {
        return process.output().stream()
                .filter(line -> !line.matches("\\S+Z INFO .*|\\S+[+-]\\d\\d:\\d\\d INFO .*"))
                .toList();
    }
}
