package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Machine;
import dev.nocturne.bench.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From one event to every socket. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "from one event to every socket, against a floor and others that do the same")
public final class FanoutCommand implements Callable<Integer> {
    private enum Part {
        STEADY,
        STORM,
    }

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            defaultValue = "STEADY,STORM",
            description = "what to measure: ${COMPLETION-CANDIDATES}")
    private Set<Part> parts = Set.of();

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "floor,plain,ws,nchan,nocturne",
            description = "who takes part")
    private Set<String> names = Set.of();

    @Option(names = "--sockets", split = ",", paramLabel = "N", defaultValue = "1000,10000", description = "how many")
    private List<Integer> sockets = List.of();

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "length of each measurement")
    private double seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "measurements of each contender")
    private int rounds;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "50", description = "events a second when steady")
    private double rate;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where what contenders need is made; default: the temporary directory")
    private @Nullable Path dataDir;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        FileLimit.check(Collections.max(sockets));
        Interruption interruption = Interruption.watch();
        try (Workplace place = Workplace.make(dataDir)) {
            return run(place);
        } finally {
            interruption.over();
        }
    }

    private int run(Workplace place) throws InterruptedException {
        Candidates candidates = Candidates.find(place.directory(), names);
        List<String> order = candidates.found().stream().map(Candidate::name).toList();
        List<String> report = new ArrayList<>();
        boolean sound = true;
        report.add("# Fan-out\n");
        report.add(Machine.describe(place.directory()) + "\n");
        try (Crowd crowd = Crowd.start();
                Stable stable = Stable.start(candidates.found())) {
            LoadRounds.Plan plan = new LoadRounds.Plan(
                    Duration.ofMillis((long) (seconds * 1000)),
                    rate,
                    rounds,
                    parts.contains(Part.STEADY),
                    parts.contains(Part.STORM));
            for (int count : sockets) {
                LoadRounds.Result result = new LoadRounds(crowd, stable, plan).measure(count, order);
                report.add(new LoadReport(result).text());
                sound &= result.isSound();
            }
            report.addAll(candidates.absent());
            report.addAll(stable.failures());
        }
        if (spec != null) {
            spec.commandLine().getOut().println(String.join("\n", report));
            spec.commandLine().getOut().flush();
        }
        return sound ? 0 : 1;
    }
}
