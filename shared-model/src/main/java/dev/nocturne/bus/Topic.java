package dev.nocturne.bus;

import io.vertx.core.eventbus.MessageCodec;

/** A message to every subscriber on every node; delivered at most once. */
public record Topic<T>(String address, MessageCodec<T, T> codec) {}
