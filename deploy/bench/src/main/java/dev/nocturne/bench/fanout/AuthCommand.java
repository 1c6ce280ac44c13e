package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Machine;
import dev.nocturne.bench.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the checks of tokens and rates cost at a steady load. */
@Command(
        name = "auth",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "what authentication costs: push and ingest at a steady load, with it and without")
public final class AuthCommand implements Callable<Integer> {
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

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where keys and tokens are made; default: the temporary directory")
    private @Nullable Path dataDir;

    @Spec
    private @Nullable CommandSpec spec;

    /** A part that can be asked for. */
    enum Part {
        PUSH,
        INGEST,
    }

    @Override
    public Integer call() throws InterruptedException {
        FileLimit.refusal(sockets).ifPresent(this::refuse);
        Interruption interruption = Interruption.watch();
        try (Workplace place = Workplace.make(dataDir)) {
            return measure(place) ? 0 : 1;
        } finally {
            interruption.over();
        }
    }

    /** Whether all that was made arrived, and every POST was answered with 201. */
    private boolean measure(Workplace place) throws InterruptedException {
        Duration time = Duration.ofMillis((long) (seconds * 1000));
        List<String> report = new ArrayList<>();
        report.add("# Authentication\n");
        report.add(Machine.describe(place.directory()) + "; " + rounds + " rounds of " + seconds + " s\n");
        boolean sound = true;
        if (parts.contains(Part.PUSH)) {
            try (Crowd crowd = Crowd.start()) {
                AuthPushRun push =
                        new AuthPushRun(crowd, sockets, new Load(rate, time), sites).measure(rounds, place.directory());
                report.add(push.text());
                sound &= push.isSound();
            }
        }
        if (parts.contains(Part.INGEST)) {
            AuthIngestRun ingest =
                    new AuthIngestRun(senders, new Load(postRate, time)).measure(rounds, place.directory());
            report.add(ingest.text());
            sound &= ingest.isSound();
        }
        if (spec != null) {
            spec.commandLine().getOut().println(String.join("\n", report));
            spec.commandLine().getOut().flush();
        }
        return sound;
    }

    private void refuse(String why) {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), why);
        }
    }
}
