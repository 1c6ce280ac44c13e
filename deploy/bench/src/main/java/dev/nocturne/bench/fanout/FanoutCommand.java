package dev.nocturne.bench.fanout;

import dev.nocturne.bench.BenchCommand;
import dev.nocturne.bench.Workplace;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From one event to every socket. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "from one event to every socket, against a floor and others that do the same")
public final class FanoutCommand extends BenchCommand {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            defaultValue = "steady,storm,memory,slow,post",
            description = "what to measure")
    private Set<FanoutRun.Part> parts = Set.of();

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
            names = "--slow-rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "events a second beside clients that never read")
    private double slowRate;

    @Option(names = "--post-rate", paramLabel = "N", defaultValue = "50", description = "posts a second")
    private double postRate;

    @Option(
            names = "--program",
            paramLabel = "FILE",
            defaultValue = "${sys:nocturne.jar}",
            description = "the all-in-one that is posted to: a jar, or a script that starts one")
    private Path program = Path.of("nocturne.jar");

    @Override
    protected Report measure(Workplace place) throws InterruptedException {
        refuse(FileLimit.refusal(Collections.max(sockets)));
        FanoutRun.Plan plan =
                new FanoutRun.Plan(parts, names, sockets, duration(seconds), rounds, rate, slowRate, postRate, program);
        FanoutRun run = new FanoutRun(place, plan).measure();
        return new Report(run.text(), run.isSound());
    }
}
