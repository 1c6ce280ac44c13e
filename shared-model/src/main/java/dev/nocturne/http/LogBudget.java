package dev.nocturne.http;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;

/**
 * Bounds what strangers can have written to a log: so many lines in a second are told one by one, of the rest only the
 * number. Safe for all threads.
 */
public final class LogBudget {
    private static final int LINES_A_SECOND = 20;
    private static final long SECOND_MILLIS = 1_000;

    private final Logger logger;
    private final String rest;
    private final AtomicInteger told = new AtomicInteger();

    /** @param rest the message for those that were not told, with their {@code count} */
    public LogBudget(Logger logger, String rest) {
        this.logger = logger;
        this.rest = rest;
    }

    /** Counts by the second from now on; before that it lets the lines of one second through. */
    public void start(Vertx vertx) {
        vertx.setPeriodic(SECOND_MILLIS, tick -> nextSecond());
    }

    private void nextSecond() {
        int all = told.getAndSet(0);
        if (all > LINES_A_SECOND) {
            logger.atWarn().addKeyValue("count", all - LINES_A_SECOND).log(rest);
        }
    }

    /** Whether one more line may be written now. */
    public boolean take() {
        return told.incrementAndGet() <= LINES_A_SECOND;
    }
}
