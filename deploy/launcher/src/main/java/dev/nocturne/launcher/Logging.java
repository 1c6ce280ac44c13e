package dev.nocturne.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go: to standard error, as text or as one JSON object a line. The logging library finds this class
 * through its service file, so that no search for configuration files costs time at the start.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final List<String> NOISY = List.of("io.vertx", "io.netty", "com.hazelcast", "org.postgresql");
    /** What others wrote can stand in a message or a value, and must not begin a line of its own. */
    static final String LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %replace(%msg %kvp){'[\\r\\n\\u0085\\u2028\\u2029]+', ' | '}%n";

    /** Called by the logging library, before the configuration is known. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        set(context, "text", "info");
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Takes the settings over. */
    static void configure(Settings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        set(context, settings.get(Keys.LOG_FORMAT), settings.get(Keys.LOG_LEVEL));
    }

    /** @param found is told of each error of memory that anybody logs */
    static void watch(Consumer<String> found) {
        watch((LoggerContext) LoggerFactory.getILoggerFactory(), found);
    }

    static void watch(LoggerContext context, Consumer<String> found) {
        MemoryErrors errors = new MemoryErrors(found);
        errors.start();
        context.addTurboFilter(errors);
        Iterator<Appender<ILoggingEvent>> appenders =
                context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        appenders.forEachRemaining(appender -> appender.addFilter(errors.ofLines()));
    }

    private static void set(LoggerContext context, String format, String level) {
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, format));
        appender.start();
        root.addAppender(appender);
        Level wanted = Level.toLevel(level);
        root.setLevel(wanted);
        Level others = wanted.isGreaterOrEqual(Level.WARN) ? wanted : Level.WARN;
        NOISY.forEach(name -> context.getLogger(name).setLevel(others));
        // a gauge that the bus registers twice, and each try of a connection, of which the last is reported
        context.getLogger("io.micrometer").setLevel(Level.ERROR);
        context.getLogger("org.flywaydb").setLevel(Level.ERROR);
        // says at each start that locks of the cluster are not safe; none are used
        context.getLogger("com.hazelcast.cp.CPSubsystem").setLevel(Level.ERROR);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, String format) {
        if (format.equals("json")) {
            JsonEncoder json = new JsonEncoder();
            json.setContext(context);
            json.setWithSequenceNumber(false);
            json.setWithNanoseconds(false);
            json.setWithContext(false);
            json.setWithMDC(false);
            json.start();
            return json;
        }
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(LINE);
        text.start();
        return text;
    }
}
