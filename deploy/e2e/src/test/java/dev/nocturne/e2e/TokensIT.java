package dev.nocturne.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokens of senders and screens, as a person gets, uses and loses them. */
class TokensIT {
    private static final String ALERT = "{\"site\":\"Kilimanjaro\",\"severity\":\"high\",\"message\":\"m\"}";

    @TempDir
    static Path dataDir;

    private static NocturneProcess nocturne;

    @BeforeAll
    static void start() {
        nocturne = NocturneProcess.launch(
                        "all", dataDir, Map.of("log.level", "trace", "auth.jwt.key", "", "auth.anonymous", ""))
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        nocturne.close();
    }

    @Test
    void theLineOfTheReadmeWorksAsItIs() throws Exception {
        String readme = Files.readString(readme());
        String line = readme.substring(readme.indexOf("curl -sS -X POST"));
        String pasted = line.substring(0, line.indexOf("\n```"))
                .replace("http://127.0.0.1:8081", nocturne.url("ingest").toString())
                .replace("~/.local/share/nocturne", dataDir.toString());

        assertThat(curl(pasted)).contains("\"seq\":");
    }

    @Test
    void thePrintedLineWorksAsItIs() throws Exception {
        String line = nocturne.output().stream()
                .filter(text -> text.startsWith("  curl "))
                .findFirst()
                .orElseThrow();

        String id = Http.parse(curl(line)).path("id").asText("absent");

        assertThat(Http.events(nocturne.url("push"), token("--sub", "wall-1", "--sites", "*")))
                .anyMatch(event -> event.path("id").asText().equals(id));
    }

    @Test
    void aNewTokenIsTakenWithinSecondsAndTheOldOneOfTheSameSenderIsNot() throws Exception {
        String first = token("--sender", "zabbix", "--sites", "Kilimanjaro");
        await().atMost(10, SECONDS).until(() -> post(first, ALERT) == 201);
        assertThat(post(first, ALERT.replace("Kilimanjaro", "Serengeti"))).isEqualTo(403);
        String screen = token("--sub", "wall-1", "--sites", "*");
        assertThat(Http.events(nocturne.url("push"), screen))
                .anyMatch(event -> event.path("sender").asText().equals("zabbix"));

        String second = token("--sender", "zabbix");

        await().atMost(10, SECONDS).until(() -> post(first, ALERT) == 401);
        assertThat(post(second, ALERT)).isEqualTo(201);
    }

    @Test
    void noTokenStandsInTheLogAtItsLoudest() throws Exception {
        String own = Files.readString(dataDir.resolve("auth/local.token")).strip();
        String wrong = "noc_WRONGWRONGWRONGWRONG";
        String screen = token("--sub", "wall-1", "--sites", "*");
        assertThat(post(own, ALERT)).isEqualTo(201);
        assertThat(post(wrong, ALERT)).isEqualTo(401);
        assertThat(post(screen, ALERT)).isEqualTo(401);
        Http.get(nocturne.url("push").resolve("/api/v1/alerts?token=" + screen));

        List<String> log = nocturne.output().stream()
                .filter(line -> !line.startsWith("  The wall: ") && !line.startsWith("  curl "))
                .toList();
        String key = Files.readAllLines(dataDir.resolve("auth/jwt.pem")).get(1);
        assertThat(log).hasSizeGreaterThan(5);
        assertThat(String.join("\n", log))
                .doesNotContain(own, wrong, key, NocturneProcess.SENDER_TOKEN)
                .doesNotContain(screen.split("\\."))
                .doesNotContain("noc_", "eyJ", "PRIVATE KEY");
    }

    @Test
    void theLinkToTheWallHoldsASignedTokenAfterTheHash() {
        assertThat(nocturne.output())
                .anyMatch(line ->
                        line.matches("  The wall: +http://127\\.0\\.0\\.1:\\d+/#token=[\\w-]+\\.[\\w-]+\\.[\\w-]+"));
    }

    @Test
    void aNodeThatOthersCanReachRefusesToStartWithoutKeysAndSaysWhichAreMissing() {
        try (NocturneProcess all = NocturneProcess.run(
                "all", "--set", "data.dir=" + dataDir.resolve("other"), "--set", "http.host=0.0.0.0")) {
            assertThat(all.awaitExit()).isEqualTo(2);

            assertThat(all.output())
                    .anyMatch(line -> line.contains("auth.jwt.key: http.host 0.0.0.0"))
                    .anyMatch(line -> line.contains("ingest.tokens: http.host 0.0.0.0"));
            assertThat(Files.exists(dataDir.resolve("other"))).isFalse();
        }
    }

    @Test
    void aKeyThatCannotBeUsedIsNamedAndNotShown() throws IOException {
        Path key = Files.writeString(dataDir.resolve("bad.key"), "hunter2");
        try (NocturneProcess push = NocturneProcess.launch(
                "push",
                dataDir,
                Map.of("auth.jwt.key", key.toString(), "cluster.port", String.valueOf(FreePorts.one())))) {
            assertThat(push.awaitExit()).isEqualTo(1);

            assertThat(push.output())
                    .anyMatch(line -> line.startsWith("nocturne: auth.jwt: " + key) && line.contains("too short"))
                    .noneMatch(line -> line.contains("hunter2"));
        }
    }

    /** What {@code ./nocturne token} prints to standard output. */
    private static String token(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("token", "--set", "data.dir=" + dataDir));
        words.addAll(List.of(arguments));
        try (NocturneProcess token = NocturneProcess.run(words.toArray(String[]::new))) {
            assertThat(token.awaitExit()).isZero();
            await().atMost(5, SECONDS).until(() -> token.output().stream().anyMatch(TokensIT::isToken));
            return token.output().stream().filter(TokensIT::isToken).findFirst().orElseThrow();
        }
    }

    private static boolean isToken(String line) {
        return line.matches("noc_[\\w-]{43}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    private static int post(String token, String body) throws Exception {
        URI alerts = nocturne.url("ingest").resolve("/internal/alerts");
        return Http.CLIENT
                .send(
                        HttpRequest.newBuilder(alerts)
                                .header("content-type", "application/json")
                                .header("authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String curl(String line) throws Exception {
        Process curl = new ProcessBuilder("bash", "-c", line).start();
        String answer = new String(curl.getInputStream().readAllBytes(), UTF_8);
        assertThat(curl.waitFor()).isZero();
        return answer;
    }

    private static Path readme() {
        Path dir = Path.of("").toAbsolutePath();
        while (!Files.exists(dir.resolve("CONTRIBUTING.md"))) {
            dir = requireNonNull(dir.getParent());
        }
        return dir.resolve("README.md");
    }
}
