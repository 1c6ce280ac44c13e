package dev.nocturne.bench.fanout;

import dev.nocturne.bench.OpenLoop;
import java.time.Duration;
import org.HdrHistogram.Histogram;

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
record Arrivals(long events, long notices, long closed, long span, long p50, long p99, long max, String failure) {
    /** Connections in the place of events, which have no times. */
    static Arrivals none(long connections) {
        return new Arrivals(connections, 0, 0, 0, 0, 0, 0, "");
    }

    /** Answers in the place of events, and failed requests in that of sockets that were ended. */
    static Arrivals of(OpenLoop.Result posts, Duration time) {
        Histogram times = posts.latency();
        return new Arrivals(
                times.getTotalCount(),
                0,
                posts.failures(),
                time.toNanos(),
                times.getValueAtPercentile(50),
                times.getValueAtPercentile(99),
                times.getMaxValue(),
                "");
    }
}
