package dev.nocturne.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A benchmark. What it makes is gone when it is over, also after Ctrl-C; its report goes to standard output, and its exit
 * code is 1 when it was not sound.
 */
public abstract class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where its data are made, and so which disk is measured; default: the temporary directory")
    private @Nullable Path dataDir;

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * @param text as Markdown
     * @param isSound whether all that should have happened did; never a matter of time
     */
    public record Report(String text, boolean isSound) {}

    /** Blocks. */
    protected abstract Report measure(Workplace place) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        Interruption interruption = Interruption.watch();
        try (Workplace place = Workplace.make(dataDir)) {
            Report report = measure(place);
            commandLine().getOut().println(report.text());
            commandLine().getOut().flush();
            return report.isSound() ? 0 : 1;
        } finally {
            interruption.over();
        }
    }

    /** Ends as after a wrong argument, with exit code 2, if there is a reason to. */
    protected final void refuse(Optional<String> reason) {
        if (reason.isPresent()) {
            throw new ParameterException(commandLine(), reason.get());
        }
    }

    protected static Duration duration(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec, "called by the command line").commandLine();
    }
}
