package dev.nocturne.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.push.ForgedTicket;
import dev.nocturne.testkit.PostgresExtension;
import dev.nocturne.testkit.ScreenTokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tickets of a cluster, and what those make of them who reach its Hazelcast or its database. */
@ExtendWith(PostgresExtension.class)
class TicketsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** A new member hears of what is shared a little after it has joined. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private static final List<String> NODES = List.of("store-a", "push-a", "push-b");
    /** As older versions kept it, and believed it. */
    private static final String EVERYTHING = """
            {"subject":"mallory","scopes":["ADMIN","ALERTS_READ"],"sites":{"all":true,"names":[]},"expires":"2100-01-01T00:00:00Z"}""";

    @TempDir
    static Path dir;

    private static DatabaseUri database;
    private static Cluster cluster;

    @BeforeAll
    static void start(DatabaseUri given) {
        database = given;
        cluster = new Cluster(dir, database, NODES, name -> Cluster.Host.HERE, Map.of());
        cluster.complete();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void oneOfOneNodeIsTakenByAnotherAndThenByNone() throws Exception {
        String ticket = issued();

        assertThat(entered("push-b", ticket)).isEqualTo(200);

        assertThat(entered("push-b", ticket)).isEqualTo(401);
        assertThat(entered("push-a", ticket)).isEqualTo(401);
    }

    @Test
    void oneThatIsOverIsRefused() throws Exception {
        String ticket = issued();
        assertThat(sql("UPDATE tickets SET expires = now()")).isPositive();

        assertThat(entered("push-a", ticket)).isEqualTo(401);
    }

    @Test
    void whoWritesToTheDatabaseNeedsATokenAsEverybodyDoes() throws Exception {
        for (String worthless : List.of("", EVERYTHING, ScreenTokens.FORGED)) {
            assertThat(entered("push-a", written(ForgedTicket.of(worthless)))).isEqualTo(401);
        }
        ForgedTicket other = ForgedTicket.of(ScreenTokens.ALL);
        assertThat(entered("push-a", written(new ForgedTicket(other.text(), other.id(), ScreenTokens.ALL))))
                .isEqualTo(401);

        assertThat(entered("push-a", written(ForgedTicket.of(ScreenTokens.ALL))))
                .isEqualTo(200);
    }

    @Test
    void hazelcastHoldsNothingOfOursAndNothingThatIsPutThereIsBelieved() throws Exception {
        String ticket = issued();
        try (PlainMember stranger = new PlainMember(cluster.members())) {
            assertThat(stranger.members()).isEqualTo(NODES.size() + 1);
            await().during(A_WHILE)
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(stranger.shared())
                            .contains("__vertx.subs", "__vertx.nodeInfo")
                            .allMatch(name -> name.startsWith("__vertx.")));

            String own = "mallory's";
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(own.getBytes(US_ASCII));
            stranger.put("nocturne.tickets", Base64.getEncoder().encodeToString(hash), EVERYTHING);
            ForgedTicket forged = ForgedTicket.of(EVERYTHING);
            stranger.put("nocturne.tickets", forged.id(), forged.sealed());

            assertThat(entered("push-a", "mallory%27s")).isEqualTo(401);
            assertThat(entered("push-a", forged.text())).isEqualTo(401);
            assertThat(entered("push-a", ticket)).isEqualTo(200);
        }
    }

    @Test
    void withoutAStoreNoneIsIssuedAndTheClientIsToldWhenToComeBack() throws Exception {
        cluster.kill("store-a");
        try {
            HttpResponse<String> answer = ask();

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after").orElse("")).matches("[1-9][0-9]*");
        } finally {
            cluster.start("store-a");
        }
        await().atMost(SOON).until(() -> ask().statusCode() == 201);
        await().atMost(SOON).until(() -> cluster.unready().isEmpty());
    }

    private static HttpResponse<String> ask() throws IOException, InterruptedException {
        return Http.CLIENT.send(
                HttpRequest.newBuilder(cluster.push("push-a").resolve("/api/v1/tickets"))
                        .header("authorization", "Bearer " + ScreenTokens.ALL)
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static String issued() throws IOException, InterruptedException {
        HttpResponse<String> answer = ask();
        assertThat(answer.statusCode()).isEqualTo(201);
        return Http.parse(answer.body()).path("ticket").asText();
    }

    /** The status of a stream that is asked for with the ticket. */
    private static int entered(String node, String ticket) throws IOException, InterruptedException {
        HttpRequest stream = HttpRequest.newBuilder(cluster.push(node).resolve("/sse/alerts?ticket=" + ticket))
                .build();
        HttpResponse<InputStream> answer = Http.CLIENT.send(stream, BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    /** What to show for it. */
    private static String written(ForgedTicket ticket) throws SQLException {
        assertThat(sql("INSERT INTO tickets VALUES (?, ?, now() + interval '1 day')", ticket.id(), ticket.sealed()))
                .isOne();
        return ticket.text();
    }

    private static int sql(String statement, String... parameters) throws SQLException {
        String url = "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.database();
        try (Connection db = DriverManager.getConnection(url, database.user(), database.password());
                PreparedStatement sql = db.prepareStatement(statement)) {
            for (int i = 0; i < parameters.length; i++) {
                sql.setString(i + 1, parameters[i]);
            }
            return sql.executeUpdate();
        }
    }
}
