package dev.nocturne.bench;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the webhook to the screen, through a real all-in-one. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "from POST to frame through an all-in-one; its starts and its memory")
final class LatencyCommand extends BenchCommand {
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "30", description = "length of the measurement")
    private double seconds;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "10", description = "alerts a second")
    private double rate;

    @Option(names = "--clients", paramLabel = "N", defaultValue = "1", description = "screens")
    private int clients;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2000",
            description = "alerts sent before the measurement, at 200 a second")
    private int warmUp;

    @Option(
            names = "--settle",
            paramLabel = "N",
            defaultValue = "5",
            description = "idle seconds before memory is read")
    private double settle;

    @Option(names = "--starts", paramLabel = "N", defaultValue = "2", description = "on one data directory")
    private int starts;

    @Option(
            names = "--program",
            paramLabel = "FILE",
            defaultValue = "${sys:nocturne.jar}",
            description = "what is measured: a jar, or a script that starts one")
    private Path program = Path.of("nocturne.jar");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "passed on to it; may be repeated")
    private List<String> settings = List.of();

    @Override
    protected Report measure(Workplace place) throws InterruptedException {
        LatencyRun.Load load = new LatencyRun.Load(clients, rate, duration(seconds), warmUp, duration(settle));
        LatencyReport report = new LatencyRun(place.directory(), program, settings, load).measure(Math.max(1, starts));
        return new Report(
                report.text(), report.missing() == 0 && report.times().refused().get() == 0);
    }
}
