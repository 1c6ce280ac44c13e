package dev.nocturne.bus;

import io.vertx.core.eventbus.MessageCodec;
import java.time.Duration;

/**
 * A point-to-point request: who answers, in which form, and how long a caller waits. An incompatible change is a new
 * address; a compatible one keeps it and raises the version inside the codec.
 */
public record Route<Q, R>(String address, MessageCodec<Q, Q> request, MessageCodec<R, R> reply, Duration timeout) {}
