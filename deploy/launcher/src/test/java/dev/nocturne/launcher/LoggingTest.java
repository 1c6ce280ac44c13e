package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LoggingTest {
    @Test
    void nothingThatAStrangerWroteBeginsALine() {
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(Logging.LINE);
        layout.start();
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setLoggerName("audit");
        event.setLevel(Level.WARN);
        event.setMessage("refused\r\nforged");
        event.setKeyValuePairs(List.of(new KeyValuePair("reason", "a\nb\u0085c\u2028d")));

        assertThat(layout.doLayout(event)).endsWith("WARN  audit: refused | forged reason=\"a | b | c | d\"\n");
    }
}
