package dev.nocturne.http;

import dev.nocturne.input.Printable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures of ours: requests that end in 500. One line for each, with the causes and where they come from, at a bounded
 * rate; the whole stack trace at the level {@code debug}. Safe for all threads.
 */
public final class FailureLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(FailureLog.class);
    private static final int MAX_PATH = 200;
    private static final int MAX_TEXT = 300;
    private static final int CAUSES = 4;
    private static final int FRAMES = 3;

    private final LogBudget budget = new LogBudget(LOGGER, "failed requests that are not told one by one");

    /** Call once, before the first report. */
    public void start(Vertx vertx) {
        budget.start(vertx);
    }

    public void report(HttpServerRequest request, Throwable failure) {
        if (budget.take()) {
            LOGGER.atError()
                    .addKeyValue("method", request.method())
                    .addKeyValue("path", Printable.line(String.valueOf(request.path()), MAX_PATH))
                    .addKeyValue("failure", describe(failure))
                    .log("request failed");
            LOGGER.atDebug().setCause(failure).log("request failed");
        }
    }

    private static String describe(Throwable failure) {
        List<String> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && causes.size() < CAUSES; cause = cause.getCause()) {
            causes.add(cause.getClass().getName() + ": " + Printable.line(String.valueOf(cause.getMessage()), MAX_TEXT)
                    + " at " + place(cause.getStackTrace()));
        }
        return String.join("; caused by ", causes);
    }

    private static String place(StackTraceElement[] trace) {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < Math.min(FRAMES, trace.length); i++) {
            frames.add(trace[i].toString());
        }
        return frames.isEmpty() ? "an unknown place" : String.join(" < ", frames);
    }
}
