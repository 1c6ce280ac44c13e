package dev.nocturne.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Durable appends a second through the store, against two floors on the same server. */
@Command(
        name = "append",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "durable appends a second through the store, against floors on the same PostgreSQL")
final class AppendCommand extends BenchCommand {
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "length of each measurement")
    private double seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "measurements of each contender")
    private int rounds;

    @Option(names = "--in-flight", paramLabel = "N", defaultValue = "1000", description = "appends that wait at once")
    private int inFlight;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "8", description = "of the store, and of (a)")
    private int connections;

    @Option(names = "--batch-events", paramLabel = "N", defaultValue = "1000", description = "most events in a commit")
    private int batchEvents;

    @Override
    protected Report measure(Workplace place) throws InterruptedException {
        try (AppendBed bed = AppendBed.open(place, connections, batchEvents, inFlight)) {
            AppendReport report = new AppendRun(bed, duration(seconds), rounds).measure();
            return new Report(report.text(), report.failures() == 0);
        }
    }
}
