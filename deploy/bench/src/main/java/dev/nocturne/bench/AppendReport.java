package dev.nocturne.bench;

import org.HdrHistogram.Histogram;

/** What was measured, as Markdown. */
record AppendReport(
        String conditions, Series store, Series singles, Series bare, Histogram bareCommits, HalfLoad half, Heap heap) {

    /**
     * The store at half of the rate that it can do.
     *
     * @param rate appends a second
     */
    record HalfLoad(double rate, OpenLoop.Result appends, Histogram commits, Histogram batches) {}

    /** Bytes in use after a collection: after the warm-up, and at the end. */
    record Heap(long before, long after) {}

    long failures() {
        return store.failures() + singles.failures() + bare.failures() + half.appends.failures();
    }

    String text() {
        return String.join(
                "\n",
                "# Durable appends\n",
                conditions + "\n",
                rates().toString(),
                batches().toString(),
                commits().toString(),
                halfLoad().toString(),
                memory().toString(),
                "Failed calls: " + failures());
    }

    private Table rates() {
        Table table = new Table(
                "appends",
                "a second, median",
                "lowest",
                "highest",
                "store / this",
                "JVM CPU each",
                "PostgreSQL CPU each");
        for (Series series : new Series[] {store, singles, bare}) {
            table.row(
                    series.name(),
                    Figure.whole(series.rate()),
                    Figure.whole(series.lowest()),
                    Figure.whole(series.highest()),
                    Figure.ratio(store.rate() / series.rate()),
                    Figure.micros(series.cpu().jvm()),
                    Figure.micros(series.cpu().postgres()));
        }
        return table;
    }

    private Table batches() {
        Table table = new Table("events in a commit", "commits", "mean", "p10", "p50", "p90", "max");
        batchRow(table, "store, full load", store.batches());
        batchRow(table, "store, half load", half.batches);
        batchRow(table, "(b)", bare.batches());
        return table;
    }

    private static void batchRow(Table table, String name, Histogram sizes) {
        table.row(
                name,
                Figure.whole(sizes.getTotalCount()),
                Figure.whole(sizes.getMean()),
                Figure.whole(sizes.getValueAtPercentile(10)),
                Figure.whole(sizes.getValueAtPercentile(50)),
                Figure.whole(sizes.getValueAtPercentile(90)),
                Figure.whole(sizes.getMaxValue()));
    }

    private Table commits() {
        Table table = new Table("time of a commit", "p50", "p90", "p99", "max");
        timeRow(table, "store, full load: head locked to batch published", store.commits());
        timeRow(table, "store, half load: the same", half.commits);
        timeRow(table, "(a) INSERT with its commit", singles.commits());
        timeRow(table, "(b) transaction", bare.commits());
        timeRow(table, "(b) its writes and COMMIT", bareCommits);
        return table;
    }

    static void timeRow(Table table, String name, Histogram times) {
        table.row(
                name,
                Figure.millis(times.getValueAtPercentile(50)),
                Figure.millis(times.getValueAtPercentile(90)),
                Figure.millis(times.getValueAtPercentile(99)),
                Figure.millis(times.getMaxValue()));
    }

    private Table halfLoad() {
        Histogram latency = half.appends.latency();
        long bound = 3 * half.commits.getValueAtPercentile(50);
        Table table = new Table(
                "at half of the store's rate, open loop",
                "appends a second",
                "p50",
                "p99",
                "max",
                "3 x median commit",
                "p99 / that");
        table.row(
                "append: due to answered",
                Figure.whole(half.rate),
                Figure.millis(latency.getValueAtPercentile(50)),
                Figure.millis(latency.getValueAtPercentile(99)),
                Figure.millis(latency.getMaxValue()),
                Figure.millis(bound),
                Figure.ratio((double) latency.getValueAtPercentile(99) / bound));
        return table;
    }

    private Table memory() {
        return new Table("heap after a collection", "after the warm-up", "at the end", "appends between")
                .row(
                        "JVM with store and producers",
                        Figure.megabytes(heap.before),
                        Figure.megabytes(heap.after),
                        Figure.whole(store.events() + half.appends.latency().getTotalCount()));
    }
}
