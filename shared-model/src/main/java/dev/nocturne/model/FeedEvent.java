package dev.nocturne.model;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A committed event on its way to the screens: what a filter needs, beside the finished public JSON
 * ({@link AlertEvent}, UTF-8) that nobody on the way decodes. The buffer must not be changed.
 *
 * @param kind the code of its {@link EventKind}, which may be one that only newer nodes know
 * @param severity the higher one of before and after the event, so that a filter lets through what ends its interest
 * @param sites all sites of the alert, at least one
 */
public record FeedEvent(long seq, int kind, Severity severity, List<String> sites, Buffer json) {
    public FeedEvent {
        sites = List.copyOf(sites);
    }
}
