package dev.nocturne.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The course of one measurement: warm-up, rounds in which the contenders take turns, then half of the load. */
final class AppendRun {
    private static final int WARM_UPS = 2;

    private final AppendBed bed;
    private final Duration time;
    private final int rounds;
    private final Series store;
    private final Series singles;
    private final Series bare;
    private final Histogram bareCommits = new Histogram(3);

    AppendRun(AppendBed bed, Duration time, int rounds) {
        this.bed = bed;
        this.time = time;
        this.rounds = rounds;
        ProcessTree postgres = bed.postgres();
        store = new Series(bed.store(), postgres);
        singles = new Series(bed.singles(), postgres);
        bare = new Series(bed.bare(), postgres);
    }

    /** Blocks for some {@code time * 3 * rounds} and the warm-up. */
    AppendReport measure() throws InterruptedException {
        warmUp();
        long heapBefore = heap();
        for (int round = 0; round < rounds; round++) {
            takeTurns(round);
        }
        System.err.printf("half of %s appends/s%n", Figure.whole(store.rate()));
        OpenLoop.Result half = bed.store().run(store.rate() / 2, time);
        return new AppendReport(
                bed.conditions() + "; " + rounds + " rounds of " + Figure.seconds(time.toNanos()),
                store,
                singles,
                bare,
                bareCommits,
                new AppendReport.HalfLoad(
                        store.rate() / 2,
                        half,
                        bed.store().commits().copy(),
                        bed.store().batches().copy()),
                new AppendReport.Heap(heapBefore, heap()));
    }

    private void warmUp() throws InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            System.err.printf("warm-up %d of %d%n", i + 1, WARM_UPS);
            Contender.Round first = bed.store().run(time);
            bed.bare().batchSize(Math.round(first.batches().getMean()));
            bed.singles().run(time);
            bed.bare().run(time);
        }
    }

    /** Another one begins each time, so that what drifts does not favour one of them. */
    private void takeTurns(int round) throws InterruptedException {
        List<Series> turns = new ArrayList<>(List.of(store, singles, bare));
        Collections.rotate(turns, -round);
        for (Series series : turns) {
            series.run(time);
            if (series == store) {
                bed.bare().batchSize(Math.round(store.batches().getMean()));
            } else if (series == bare) {
                bareCommits.add(bed.bare().writes());
            }
        }
        System.err.printf(
                "round %d of %d: store %s, (a) %s, (b) %s appends/s%n",
                round + 1, rounds, Figure.whole(store.rate()), Figure.whole(singles.rate()), Figure.whole(bare.rate()));
    }

    /** Bytes in use after a collection. */
    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
