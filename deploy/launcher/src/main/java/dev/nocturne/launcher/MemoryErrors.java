package dev.nocturne.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Finds errors of memory in what is logged. Event loops, codecs and Futures catch every error, so that the JVM ends by none
 * of them, but each is logged; {@code -XX:+ExitOnOutOfMemoryError} does not see those of direct memory at all.
 */
final class MemoryErrors extends TurboFilter {
    private static final int MAX_CAUSES = 10;

    private final Consumer<String> found;

    /** @param found takes the error's text */
    MemoryErrors(Consumer<String> found) {
        this.found = found;
    }

    /** The whole of the log calls, whether their level is shown or not. */
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable failure) {
        look(failure);
        return FilterReply.NEUTRAL;
    }

    /** Of lines that are built with their facts as keys, which come by no other way. */
    Filter<ILoggingEvent> ofLines() {
        return new Filter<>() {
            @Override
            public FilterReply decide(ILoggingEvent line) {
                if (line.getThrowableProxy() instanceof ThrowableProxy proxy) {
                    look(proxy.getThrowable());
                }
                return FilterReply.NEUTRAL;
            }
        };
    }

    private void look(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof OutOfMemoryError) {
                found.accept(cause.toString());
                return;
            }
            cause = cause.getCause();
        }
    }
}
