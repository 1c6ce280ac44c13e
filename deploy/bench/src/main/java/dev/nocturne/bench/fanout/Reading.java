package dev.nocturne.bench.fanout;

/**
 * One measurement.
 *
 * @param readers sockets that read
 * @param made events that the contender's producers made
 * @param serverCpu of the contender's processes, nanoseconds
 * @param clientCpu of the load generator, nanoseconds
 */
record Reading(Load load, int readers, long made, Arrivals arrivals, double serverCpu, double clientCpu) {
    /** Nanoseconds. */
    double cpuPerDelivery() {
        return serverCpu / Math.max(1, arrivals.events());
    }

    /** Deliveries a second, from the first one to the last. */
    double rate() {
        return arrivals.events() * 1e9 / Math.max(1, arrivals.span());
    }

    /** Of what was made for each of the readers. */
    double delivered() {
        return arrivals.events() / Math.max(1.0, (double) made * readers);
    }

    /** Of what was asked for, made or not. */
    double ofAsked() {
        return arrivals.events() / (load.rate() * load.time().toNanos() / 1e9 * readers);
    }

    /** Busy cores while events arrived. */
    double serverCores() {
        return serverCpu / Math.max(1, arrivals.span());
    }

    /** Busy cores while events arrived; one is all that the load generator can use. */
    double clientCores() {
        return clientCpu / Math.max(1, arrivals.span());
    }

    /** What must not happen, whatever the load: nobody is cut off, nothing comes twice, and something comes. */
    boolean isSound() {
        return arrivals.closed() == 0 && arrivals.events() > 0 && arrivals.events() <= made * readers;
    }
}
