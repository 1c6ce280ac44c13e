package dev.nocturne.bench.fanout;

import dev.nocturne.bench.BenchCommand;
import dev.nocturne.bench.Machine;
import dev.nocturne.bench.Workplace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the checks of tokens and rates cost at a steady load. */
@Command(
        name = "auth",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "what authentication costs: push and ingest at a steady load, with it and without")
public final class AuthCommand extends BenchCommand {
    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            defaultValue = "push,ingest",
            description = "what to measure")
    private Set<Part> parts = Set.of();

    @Option(names = "--sockets", paramLabel = "N", defaultValue = "1000", description = "how many")
    private int sockets;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "length of each measurement")
    private double seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "7", description = "measurements of each way")
    private int rounds;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "50", description = "events a second")
    private double rate;

    @Option(names = "--sites", paramLabel = "N", defaultValue = "10", description = "that a limited token names")
    private int sites;

    @Option(names = "--post-rate", paramLabel = "N", defaultValue = "2000", description = "posts a second")
    private double postRate;

    @Option(
            names = "--senders",
            paramLabel = "N",
            defaultValue = "1000",
            description = "that are known, where many are")
    private int senders;

    /** A part that can be asked for. */
    enum Part {
        PUSH,
        INGEST,
    }

    /** Sound is it when all that was made arrived, and every POST was answered with 201. */
    @Override
    protected Report measure(Workplace place) throws InterruptedException {
        refuse(FileLimit.refusal(sockets));
        List<String> report = new ArrayList<>();
        report.add("# Authentication\n");
        report.add(Machine.describe(place.directory()) + "; " + rounds + " rounds of " + seconds + " s\n");
        boolean sound = true;
        if (parts.contains(Part.PUSH)) {
            try (Crowd crowd = Crowd.start()) {
                AuthPushRun push = new AuthPushRun(crowd, sockets, new Load(rate, duration(seconds)), sites)
                        .measure(rounds, place.directory());
                report.add(push.text());
                sound &= push.isSound();
            }
        }
        if (parts.contains(Part.INGEST)) {
            AuthIngestRun ingest = new AuthIngestRun(senders, new Load(postRate, duration(seconds)))
                    .measure(rounds, place.directory());
            report.add(ingest.text());
            sound &= ingest.isSound();
        }
        return new Report(String.join("\n", report), sound);
    }
}
