package dev.nocturne.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Durable appends a second through the store, against two floors on the same server. */
@Command(
        name = "append",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "durable appends a second through the store, against floors on the same PostgreSQL")
final class AppendCommand implements Callable<Integer> {
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

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where the database is made, and so which disk is measured; default: the temporary directory")
    private @Nullable Path dataDir;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Duration time = Duration.ofMillis((long) (seconds * 1000));
        try (Workplace place = Workplace.make(dataDir);
                AppendBed bed = AppendBed.open(place, connections, batchEvents, inFlight)) {
            AppendReport report = new AppendRun(bed, time, rounds).measure();
            if (spec != null) {
                spec.commandLine().getOut().println(report.text());
                spec.commandLine().getOut().flush();
            }
            return report.failures() == 0 ? 0 : 1;
        }
    }
}
