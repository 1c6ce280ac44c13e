package dev.nocturne.http;

import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.Printable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Who did what, and who was not let in, as log events of the logger {@code audit}: constant messages with keys, and no
 * secrets. Refusals are bounded in number, as strangers can make any number of them; those of senders that are known are
 * counted apart, so that no stranger can hide that an alert was refused. Safe for all threads.
 */
public final class Audit {
    private static final Logger LOGGER = LoggerFactory.getLogger("audit");
    private static final Set<Integer> NOT_ALLOWED = Set.of(401, 403, 429);
    private static final int MAX_TEXT = 300;
    private static final int ERRORS = 5;

    private final Proxies proxies;
    private final LogBudget strangers = new LogBudget(LOGGER, "refusals that are not told one by one");
    private final LogBudget known = new LogBudget(LOGGER, "refusals of known senders that are not told one by one");

    public Audit(Proxies proxies) {
        this.proxies = proxies;
    }

    /** Call once, before the first refusal. */
    public void start(Vertx vertx) {
        strangers.start(vertx);
        known.start(vertx);
    }

    /** Something was done; the caller adds what it was done to, and logs {@code action} as the message. */
    public LoggingEventBuilder did(String subject, HttpServerRequest request) {
        return LOGGER.atInfo().addKeyValue("subject", subject).addKeyValue("address", proxies.client(request));
    }

    /** As below, for a request of somebody who is not known. */
    public void refused(HttpServerRequest request, Problem answer) {
        refused(request, answer, null, List::of);
    }

    /**
     * Told if it is the answer to somebody who may not, or not so often, or to an alert that is not stored.
     *
     * @param sender whose token it came with, or null if that is not known
     * @param events ids of the refused events, as far as they could be read; asked for only if they are told
     */
    public void refused(
            HttpServerRequest request, Problem answer, @Nullable String sender, Supplier<List<String>> events) {
        boolean lost = HttpMethod.POST.equals(request.method()) && answer.status() < 500;
        if ((lost || NOT_ALLOWED.contains(answer.status())) && (sender == null ? strangers : known).take()) {
            LoggingEventBuilder line = LOGGER.atWarn()
                    .addKeyValue("address", proxies.client(request))
                    .addKeyValue("status", answer.status());
            line = with(line, "sender", sender == null ? "" : sender);
            line = with(line, "events", String.join(" ", events.get()));
            line = with(line, "reason", String.valueOf(answer.detail()));
            with(line, "errors", errors(answer)).log("refused");
        }
    }

    /** @param reason as the peer was told it, without anything of a token */
    public void refused(String address, String reason) {
        if (strangers.take()) {
            LOGGER.atWarn()
                    .addKeyValue("address", address)
                    .addKeyValue("reason", Printable.line(reason, MAX_TEXT))
                    .log("refused");
        }
    }

    /** Without quotes, as the text form of a log ends a value with one. */
    private static LoggingEventBuilder with(LoggingEventBuilder line, String key, String value) {
        return value.isEmpty()
                ? line
                : line.addKeyValue(key, Printable.line(value, MAX_TEXT).replace('"', '\''));
    }

    private static String errors(Problem answer) {
        List<FieldError> errors = answer.errors();
        String told = errors.stream()
                .limit(ERRORS)
                .map(error -> error.field() + ": " + error.detail())
                .collect(Collectors.joining("; "));
        return errors.size() > ERRORS ? told + "; and " + (errors.size() - ERRORS) + " more" : told;
    }
}
