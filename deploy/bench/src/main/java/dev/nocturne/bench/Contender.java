package dev.nocturne.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** One way to append alerts. */
interface Contender {
    /** As the tables call it. */
    String name();

    /** Appends for so long, as fast as it can. Blocks. */
    Round run(Duration time) throws InterruptedException;

    /**
     * What one round showed.
     *
     * @param batches events in each commit
     * @param commits time of each transaction, nanoseconds
     */
    record Round(ClosedLoop.Result loop, Histogram batches, Histogram commits) {}
}
