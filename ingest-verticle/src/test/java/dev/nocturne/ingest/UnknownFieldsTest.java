package dev.nocturne.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.auth.Sender;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of fields that nothing reads. */
class UnknownFieldsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(UnknownFields.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final BodyReader reader = new BodyReader();

    @BeforeEach
    void attach() {
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void eachFieldThatNothingReadsIsToldOnceForEachSender() {
        for (int i = 0; i < 3; i++) {
            read("helsinki", "event_nsverity", "hostname");
            read("nairobi", "hostname");
        }
        read("helsinki", "hostname", "sight");

        assertThat(lines())
                .containsExactly(
                        "sender=helsinki fields=[event_nsverity, hostname]",
                        "sender=nairobi fields=[hostname]",
                        "sender=helsinki fields=[sight]");
        assertThat(log.list).allSatisfy(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).isEqualTo("these fields of the sender's alerts are not read");
        });
    }

    @Test
    void whatZabbixSendsIsNotTold() {
        Bodies.accepted()
                .filter(sample -> !sample.startsWith("raw_macros")) // which try macros that do not exist
                .forEach(sample -> read("zabbix", Bodies.body(sample)));
        read("zabbix", "HOST.NAME2", "host_ip9", "event_tags_service");

        assertThat(lines()).isEmpty();
    }

    @Test
    void aNameCannotEndTheLineAndASenderCannotFillTheLog() {
        read("loud", "a\nb", "x".repeat(500));

        assertThat(lines()).singleElement().asString().contains("a\\u000ab").hasSizeLessThan(150);
        for (int i = 0; i < 1_000; i++) {
            read("loud", "field" + i);
        }
        assertThat(lines()).hasSizeBetween(90, 100);
    }

    private void read(String sender, String... more) {
        ObjectNode body = Bodies.body("problem");
        for (String name : more) {
            body.put(name, "1");
        }
        read(sender, body);
    }

    private void read(String sender, ObjectNode body) {
        reader.read(Buffer.buffer(body.toString()), null, Sender.unlimited(sender, List.of()), Bodies.NOW);
    }

    private List<String> lines() {
        return log.list.stream()
                .map(event -> event.getKeyValuePairs().stream()
                        .map(pair -> pair.key + "=" + pair.value)
                        .collect(Collectors.joining(" ")))
                .toList();
    }
}
