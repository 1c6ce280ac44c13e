package dev.nocturne.bench.fanout;

import org.HdrHistogram.Histogram;

/**
 * What arrived at the sockets of the load generator since the last {@link #reset}. Owned by one thread.
 */
final class Tally {
    private static final long LONGEST = 60_000_000_000L;

    private final Histogram latency = new Histogram(LONGEST, 3);
    private long events;
    private long notices;
    private long closed;
    private String failure = "";
    private long first;
    private long last;

    /** Once a read: the frames of one read arrived together. */
    void arrived(long now, int count) {
        if (events == 0) {
            first = now;
        }
        last = now;
        events += count;
    }

    void time(long nanos) {
        latency.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
    }

    void notice() {
        notices++;
    }

    /** A socket has ended that should not have. */
    void closed() {
        closed++;
    }

    /** What came over a socket was not what a server sends. */
    void failed(String why) {
        failure = why;
    }

    void reset() {
        latency.reset();
        events = 0;
        notices = 0;
        closed = 0;
        failure = "";
        first = 0;
        last = 0;
    }

    Arrivals arrivals() {
        return new Arrivals(
                events,
                notices,
                closed,
                last - first,
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getMaxValue(),
                failure);
    }
}
