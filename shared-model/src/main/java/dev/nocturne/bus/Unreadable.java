package dev.nocturne.bus;

import dev.nocturne.model.IncompatibleMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the messages that could not be read, one line in a minute for each address. Safe for all threads. */
final class Unreadable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Unreadable.class);
    private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> logged = new ConcurrentHashMap<>();

    void report(String address, RuntimeException failure) {
        long now = System.nanoTime();
        Long newest = logged.compute(address, (same, last) -> last == null || now - last > AGAIN_NANOS ? now : last);
        if (newest == now) {
            LOGGER.atWarn()
                    .setCause(failure instanceof IncompatibleMessage ? null : failure)
                    .addKeyValue("address", address)
                    .addKeyValue("reason", failure.getMessage())
                    .log("a message of another node cannot be read; do all nodes run versions that go together?");
        }
    }
}
