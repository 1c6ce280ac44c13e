package dev.nocturne.bench.fanout;

/**
 * What a load generator counted. Times are nanoseconds.
 *
 * @param events frames with an event, on all sockets
 * @param notices other messages
 * @param closed sockets that the server ended
 * @param span from the first event to the last
 * @param failure why a socket was given up, or empty
 * @param p50 from the making of an event to its arrival
 */
record Arrivals(long events, long notices, long closed, long span, long p50, long p99, long max, String failure) {}
