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
    private static final OutOfMemoryError ERROR =
            new OutOfMemoryError("Cannot reserve 65536 bytes of direct buffer memory");

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
        logger.warn("A task raised an exception.", new IllegalStateException(new RuntimeException(ERROR)));

        assertThat(found).containsExactly(ERROR.toString());
    }

    @Test
    void itIsFoundInALineWithKeysToo() {
        logger.atError().setCause(ERROR).addKeyValue("a", "b").log("failed");

        assertThat(found).contains(ERROR.toString());
    }

    @Test
    void itIsFoundWhereTheLevelIsNotShown() {
        logger.setLevel(Level.OFF);

        logger.debug("swallowed", ERROR);

        assertThat(found).containsExactly(ERROR.toString());
    }

    @Test
    void otherFailuresAreNone() {
        logger.error("failed", new StackOverflowError());
        logger.atError().setCause(new IllegalStateException()).log("failed");

        assertThat(found).isEmpty();
    }
}
