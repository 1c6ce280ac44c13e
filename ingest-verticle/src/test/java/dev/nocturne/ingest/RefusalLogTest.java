package dev.nocturne.ingest;

import static dev.nocturne.ingest.IngestClient.GOOD;
import static dev.nocturne.ingest.IngestClient.JSON;
import static dev.nocturne.ingest.IngestClient.PATH;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** An alert that is refused is told in the log, and nobody can fill the log. */
@ExtendWith(VertxExtension.class)
class RefusalLogTest {
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger audit = (Logger) LoggerFactory.getLogger("audit");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private IngestClient client;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        new StoreStub(vertx);
        client = IngestClient.deploy(vertx, Duration.ofSeconds(1), 10);
        audit.setLevel(Level.INFO);
        audit.setAdditive(false);
        log.start();
        root.addAppender(log);
        audit.addAppender(log);
    }

    @AfterEach
    void detach() {
        root.detachAppender(log);
        audit.detachAppender(log);
        audit.setAdditive(true);
        audit.setLevel(null);
    }

    @Test
    void aRefusedBodyIsToldWithItsSenderItsEventsAndEveryReason() throws Exception {
        String body = "{\"event_id\":\"24654\",\"event_source\":\"3\"}";

        client.post(body);

        assertThat(told())
                .containsEntry("sender", "tests")
                .containsEntry("status", "400")
                .containsEntry("events", "24654")
                .hasEntrySatisfying("reason", reason -> assertThat(reason).startsWith("invalid: "))
                .hasEntrySatisfying(
                        "errors", errors -> assertThat(errors).contains("event_source", "only trigger events"));
    }

    @Test
    void whatIsNoJsonIsToldWithTheIdThatItHolds() throws Exception {
        client.post(PATH, JSON, "{\"event_id\":\"24654\",\"event_name\":\"\u00c0\u00af\"".getBytes(ISO_8859_1));

        assertThat(told()).containsEntry("sender", "tests").containsEntry("events", "24654");
    }

    @Test
    void aMisspeltParameterAndAnotherTypeAreTold() throws Exception {
        client.post(PATH + "?sorce=a", JSON, GOOD.getBytes(UTF_8));
        client.post(PATH, "text/plain", GOOD.getBytes(UTF_8));

        assertThat(log.list)
                .extracting(RefusalLogTest::pairs)
                .extracting(pairs -> pairs.getOrDefault("status", ""))
                .containsExactly("400", "415");
    }

    @Test
    void whoeverIsNotKnownIsToldApartAndWithoutTheirToken() throws Exception {
        client.postAs("Bearer noc_guess", "{\"event_id\":\"24654\"}");

        assertThat(told()).doesNotContainKey("sender").containsEntry("status", "401");
        assertThat(pairs(log.list.get(0)).toString()).doesNotContain("guess");
    }

    @Test
    void nothingOfABodyEndsTheLineOrAValue() throws Exception {
        client.post("{\"site\":\"A\",\"a\\n\\\" sender=\\\"forged\":1}");

        assertThat(told().toString()).contains("sender='forged").doesNotContain("\n", "\"");
    }

    @Test
    void strangersCannotHideWhatAKnownSenderIsRefused() throws Exception {
        for (int i = 0; i < 60; i++) {
            client.postAs("Bearer noc_guess", "{}");
        }
        client.post("{\"event_id\":\"24654\",\"event_source\":\"3\"}");

        assertThat(log.list)
                .extracting(RefusalLogTest::pairs)
                .anySatisfy(pairs -> assertThat(pairs).containsEntry("sender", "tests"));
    }

    @Test
    void noRequestCostsMoreThanALineAtABoundedRate() throws Exception {
        String head = " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
        String post = "POST " + PATH + head + "authorization: Bearer " + IngestClient.TOKEN + "\r\ncontent-type: "
                + JSON + "\r\n";
        List<String> requests = List.of(
                "GET /%" + head + "\r\n",
                "POST /%zz" + head + "\r\n",
                post + "transfer-encoding: chunked\r\n\r\nZZ\r\n",
                post + "transfer-encoding: chunked\r\n\r\n2\r\n{}X\r\n");
        for (int i = 0; i < 100; i++) {
            for (String request : requests) {
                client.raw(request);
            }
        }

        assertThat(log.list)
                .allMatch(event -> event.getThrowableProxy() == null)
                .hasSizeLessThan(150);
    }

    private Map<String, String> told() {
        assertThat(log.list).hasSize(1);
        return pairs(log.list.get(0));
    }

    private static Map<String, String> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }
}
