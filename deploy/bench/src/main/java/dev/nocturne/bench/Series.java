package dev.nocturne.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** All rounds of one contender. */
final class Series {
    private final Contender contender;
    private final ProcessTree postgres;
    private final List<ClosedLoop.Result> rounds = new ArrayList<>();
    private final Histogram batches = new Histogram(3);
    private final Histogram commits = new Histogram(3);
    private Cpu cpu = new Cpu(0, 0);

    Series(Contender contender, ProcessTree postgres) {
        this.contender = contender;
        this.postgres = postgres;
    }

    /** One more round. */
    void run(Duration time) throws InterruptedException {
        Cpu before = Cpu.now(postgres);
        Contender.Round round = contender.run(time);
        cpu = cpu.plus(Cpu.now(postgres).since(before));
        rounds.add(round.loop());
        batches.add(round.batches());
        commits.add(round.commits());
    }

    String name() {
        return contender.name();
    }

    /** Events a second: the median of the rounds. */
    double rate() {
        return Figure.median(
                rounds.stream().mapToDouble(ClosedLoop.Result::rate).toArray());
    }

    double lowest() {
        return rounds.stream().mapToDouble(ClosedLoop.Result::rate).min().orElse(0);
    }

    double highest() {
        return rounds.stream().mapToDouble(ClosedLoop.Result::rate).max().orElse(0);
    }

    long events() {
        return rounds.stream().mapToLong(ClosedLoop.Result::all).sum();
    }

    long failures() {
        return rounds.stream().mapToLong(ClosedLoop.Result::failures).sum();
    }

    /** For each event, nanoseconds. */
    Cpu cpu() {
        double events = Math.max(1, events());
        return new Cpu(cpu.jvm() / events, cpu.postgres() / events);
    }

    Histogram batches() {
        return batches;
    }

    /** Time of each transaction, nanoseconds. */
    Histogram commits() {
        return commits;
    }
}
