package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.NocturneProcess;
import dev.nocturne.testkit.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup at seq 3 is restored while the head is 8: nobody misses what gets the seqs 4 to 8 then. */
class RestoreIT {
    @TempDir
    Path dir;

    @Test
    void aDatabaseThatIsReplacedUnderARunningNodeIsAnotherFeed() throws Exception {
        DatabaseUri database = PostgresServer.shared().newDatabase();
        Map<String, String> settings = Map.of("store.database", text(database));
        try (NocturneProcess before =
                NocturneProcess.launch("all", dir, settings).awaitReady()) {
            post(before, "old", 1, 3);
        }
        String backup = database.database() + "_backup";
        sql(database, "CREATE DATABASE " + backup + " TEMPLATE " + database.database());
        try (NocturneProcess nocturne =
                NocturneProcess.launch("all", dir, settings).awaitReady()) {
            URI push = nocturne.url("push");
            post(nocturne, "old", 4, 8);
            try (Screen live = new WebSocketScreen(push, "since=0")) {
                await().atMost(30, SECONDS).until(() -> live.seqs().size() == 8);
                String epoch = live.epoch();
                assertThat(epochs(settings, "epoch")).contains("epoch:  " + epoch, "head:   8");

                sql(database, "DROP DATABASE " + database.database() + " WITH (FORCE)");
                sql(database, "ALTER DATABASE " + backup + " RENAME TO " + database.database());
                await().atMost(30, SECONDS).until(() -> !live.notices("reset").isEmpty());
                post(nocturne, "new", 4, 7);

                assertThatWhoReturnsSeesTheNew(push, epoch, 6, 7);
                await().atMost(30, SECONDS)
                        .untilAsserted(() -> assertThat(live.events())
                                .extracting(event -> event.path("message").asText())
                                .endsWith("new 4", "new 5", "new 6", "new 7"));
            }
        }
    }

    @Test
    void aCopyOfTheDataDirectoryIsAnotherFeedAndARestartIsNot() throws Exception {
        String epoch;
        try (NocturneProcess nocturne = NocturneProcess.all(dir)) {
            post(nocturne, "old", 1, 3);
            epoch = epoch(nocturne);
        }
        Path backup = dir.resolveSibling(dir.getFileName() + "-backup");
        Shell.run("cp", "-a", dir.resolve("postgres").toString(), backup.toString());
        try (NocturneProcess nocturne = NocturneProcess.all(dir)) {
            post(nocturne, "old", 4, 8);
            assertThat(epoch(nocturne)).isEqualTo(epoch);
        }
        Shell.run("rm", "-r", dir.resolve("postgres").toString());
        Shell.run("cp", "-a", backup.toString(), dir.resolve("postgres").toString());
        Shell.run("rm", "-r", backup.toString());
        try (NocturneProcess nocturne = NocturneProcess.all(dir)) {
            post(nocturne, "new", 4, 7);

            assertThatWhoReturnsSeesTheNew(nocturne.url("push"), epoch, 6, 7);
        }
    }

    @Test
    void theCommandTellsTheEpochAndSetsANewOne() throws Exception {
        DatabaseUri database = PostgresServer.shared().newDatabase();
        Map<String, String> settings = Map.of("store.database", text(database));
        assertThat(epochs(settings, "epoch")).anyMatch(line -> line.contains("nocturne migrate"));
        assertThat(epochs(settings, "migrate")).anyMatch(line -> line.contains("is current"));

        List<String> first = epochs(settings, "epoch");
        List<String> again = epochs(settings, "epoch");
        List<String> renewed = epochs(settings, "epoch", "--new");

        assertThat(first).hasSize(3).isEqualTo(again);
        assertThat(first.get(0)).matches("epoch:  [0-9a-f-]{36}");
        assertThat(first.get(1)).isEqualTo("head:   0");
        assertThat(first.get(2)).matches("origin: system=\\d+ timeline=\\d{8} database=\\d+ table=\\d+ files=\\d+");
        assertThat(renewed.get(0)).matches("epoch:  [0-9a-f-]{36}").isNotEqualTo(first.get(0));
        assertThat(renewed.subList(1, 3)).isEqualTo(first.subList(1, 3));
        assertThat(epochs(settings, "epoch")).isEqualTo(renewed);
    }

    /** With the epoch of before, by every way to come back. */
    private static void assertThatWhoReturnsSeesTheNew(URI push, String before, long seq, long head)
            throws IOException {
        try (Screen socket = new WebSocketScreen(push, "since=" + seq + "&epoch=" + before);
                Screen stream = new EventStreamScreen(push, "since=" + seq + "&epoch=" + before)) {
            for (Screen screen : List.of(socket, stream)) {
                await().atMost(30, SECONDS)
                        .until(() -> !screen.notices("subscribed").isEmpty());
                assertThat(screen.notices("reset")).singleElement().satisfies(reset -> {
                    assertThat(reset.path("epoch").asText()).isNotEqualTo(before);
                    assertThat(reset.path("seq").asLong()).isEqualTo(head);
                });
            }
        }
        assertThat(Http.get(push.resolve("/api/v1/events?since=" + seq + "&epoch=" + before))
                        .status())
                .isEqualTo(409);
        List<JsonNode> feed = Http.events(push);
        assertThat(feed)
                .extracting(event -> event.path("seq").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, head).boxed().toList());
        assertThat(feed.subList(3, 6))
                .extracting(event -> event.path("message").asText())
                .containsExactly("new 4", "new 5", "new 6");
    }

    private static void post(NocturneProcess nocturne, String name, int from, int to) {
        for (int seq = from; seq <= to; seq++) {
            String body = "{\"site\":\"HEL1\",\"severity\":\"high\",\"message\":\"" + name + " " + seq
                    + "\",\"sourceId\":\"" + name + " " + seq + "\"}";
            long expected = seq;
            await().atMost(30, SECONDS)
                    .until(() -> Http.post(nocturne.url("ingest").resolve("/internal/alerts"), body)
                                    .json()
                                    .path("seq")
                                    .asLong()
                            == expected);
        }
    }

    private static String epoch(NocturneProcess nocturne) throws IOException {
        return Http.get(nocturne.url("push").resolve("/api/v1/alerts"))
                .json()
                .path("epoch")
                .asText();
    }

    /** What the command prints but for its log. */
    private static List<String> epochs(Map<String, String> settings, String... command) {
        String[] words = new String[command.length + 2];
        System.arraycopy(command, 0, words, 0, command.length);
        words[command.length] = "--set";
        words[command.length + 1] = "store.database=" + settings.get("store.database");
        try (NocturneProcess process = NocturneProcess.run(words)) {
            process.awaitExit();
            return process.output().stream()
                    .filter(line -> !line.contains(" INFO "))
                    .toList();
        }
    }

    private static String text(DatabaseUri database) {
        return "postgresql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                + database.port() + "/" + database.database();
    }

    private static void sql(DatabaseUri server, String statement) throws SQLException {
        try (Connection db = DriverManager.getConnection(
                        "jdbc:postgresql://" + server.host() + ":" + server.port() + "/postgres",
                        server.user(),
                        server.password());
                var sql = db.createStatement()) {
            sql.execute(statement);
        }
    }
}
