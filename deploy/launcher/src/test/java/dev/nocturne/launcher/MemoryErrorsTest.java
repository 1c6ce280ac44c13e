package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryErrorsTest {
    private final OutOfMemoryError error = new OutOfMemoryError("Cannot reserve 65536 bytes of direct buffer memory");

    private final List<String> found = new ArrayList<>();
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("io.netty.channel.DefaultChannelPipeline");

    @BeforeEach
    void watch() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.setContext(context);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        Logging.watch(context, found::add);
    }

    @Test
    void anErrorOfMemoryIsFoundInWhatEventLoopsLog() {
        logger.warn("A task raised an exception.", new IllegalStateException(new RuntimeException(error)));

        assertThat(found).contains(error.toString());
    }

    @Test
    void itIsFoundInALineWithKeysToo() {
        logger.atError().setCause(error).addKeyValue("a", "b").log("failed");

        assertThat(found).contains(error.toString());
    }

    @Test
    void itIsFoundWhereTheLevelIsNotShown() {
        logger.setLevel(Level.OFF);

        logger.debug("swallowed", error);

        assertThat(found).containsExactly(error.toString());
    }

    @Test
    void otherFailuresAreNone() {
        logger.error("failed", new StackOverflowError());
        logger.atError().setCause(new IllegalStateException()).log("failed");

        assertThat(found).isEmpty();
    }
}
