package dev.nocturne.bench;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What was measured, as Markdown.
 *
 * @param starts nanoseconds from exec to ready, one for each start
 * @param first of the first alert after the last start
 * @param missing alerts that some screen did not get
 */
record LatencyReport(
        String conditions,
        List<Long> starts,
        LatencyRun.Memory idle,
        LatencyRun.Memory loaded,
        Screens.Times first,
        Screens.Times times,
        int missing) {
    String text() {
        return String.join(
                "\n",
                "# From POST to frame\n",
                conditions + "\n",
                latencies().toString(),
                startTimes().toString(),
                memory().toString(),
                "Alerts that a screen did not get: " + missing + "; POSTs not answered with 201: "
                        + times.refused().get());
    }

    private Table latencies() {
        Table table =
                new Table("from just before the POST", "p50", "p90", "p99", "max", "count", "first after a start");
        row(table, "to the frame, each screen", times.frame(), first.frame());
        if (times.frame().getTotalCount() > times.lastFrame().getTotalCount()) {
            row(table, "to the frame, last screen", times.lastFrame(), first.lastFrame());
        }
        row(table, "to the answer", times.ack(), first.ack());
        return table;
    }

    private static void row(Table table, String name, Histogram times, Histogram first) {
        table.row(
                name,
                Figure.millis(times.getValueAtPercentile(50)),
                Figure.millis(times.getValueAtPercentile(90)),
                Figure.millis(times.getValueAtPercentile(99)),
                Figure.millis(times.getMaxValue()),
                Figure.whole(times.getTotalCount()),
                Figure.millis(first.getMaxValue()));
    }

    private Table startTimes() {
        Table table = new Table("start on one data directory", "exec to READY");
        for (int i = 0; i < starts.size(); i++) {
            table.row(i == 0 ? "1, which makes the database" : Integer.toString(i + 1), Figure.seconds(starts.get(i)));
        }
        return table;
    }

    private Table memory() {
        Table table =
                new Table("memory", "JVM, RSS", "PostgreSQL, RSS summed", "PostgreSQL, shared once", "its processes");
        row(table, "idle", idle);
        row(table, "after the load", loaded);
        return table;
    }

    private static void row(Table table, String name, LatencyRun.Memory memory) {
        table.row(
                name,
                Figure.megabytes(memory.jvm()),
                Figure.megabytes(memory.postgres()),
                Figure.megabytes(memory.postgresShared()),
                Figure.whole(memory.postgresProcesses()));
    }
}
