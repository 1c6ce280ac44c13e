package dev.nocturne.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Keeps a missing container engine, which is no error here, from filling the test output. */
final class LoudLoggers {
    private LoudLoggers() {}

    static void silence() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("org.testcontainers").setLevel(Level.OFF);
            context.getLogger("tc").setLevel(Level.OFF);
            context.getLogger("com.github.dockerjava").setLevel(Level.OFF);
        }
    }
}
