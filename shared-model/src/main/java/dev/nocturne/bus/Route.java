package dev.nocturne.bus;

import io.vertx.core.eventbus.MessageCodec;
import java.time.Duration;

/**
 * A point-to-point request: who answers, in which form, and how long a caller waits. A change of the form keeps the address
 * and raises the {@link WireVersion} of the codec, so that nodes which do not understand each other say so.
 */
public record Route<Q, R>(String address, MessageCodec<Q, Q> request, MessageCodec<R, R> reply, Duration timeout) {}
