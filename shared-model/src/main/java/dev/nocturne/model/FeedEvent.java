package dev.nocturne.model;

import io.vertx.core.buffer.Buffer;

/**
 * A committed event on its way to the screens: what a filter needs, beside the finished public JSON
 * ({@link AlertEvent}, UTF-8) that nobody on the way decodes. The buffer must not be changed.
 *
 * @param severity the higher one of before and after the event, so that a filter lets through what ends its interest
 */
public record FeedEvent(long seq, EventKind kind, Severity severity, String site, Buffer json) {}
