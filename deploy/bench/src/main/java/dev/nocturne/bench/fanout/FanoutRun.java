package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Machine;
import dev.nocturne.bench.Workplace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The course of one run: the parts that were asked for, one after the other. */
final class FanoutRun {
    private final Workplace place;
    private final Plan plan;
    private final List<String> report = new ArrayList<>();
    private boolean sound = true;

    /** A part that can be asked for. */
    enum Part {
        STEADY,
        STORM,
        MEMORY,
        SLOW,
        POST,
    }

    /**
     * @param names of the contenders
     * @param sockets numbers of them; the first one is that of slow clients and posts, the last one that of memory
     * @param time of each measurement
     * @param rate events a second, when steady
     * @param slowRate events a second beside clients that never read
     * @param postRate posts a second
     * @param program the all-in-one
     */
    record Plan(
            Set<Part> parts,
            Set<String> names,
            List<Integer> sockets,
            Duration time,
            int rounds,
            double rate,
            double slowRate,
            double postRate,
            Path program) {
        boolean has(Part part) {
            return parts.contains(part);
        }

        int few() {
            return sockets.get(0);
        }

        int many() {
            return sockets.get(sockets.size() - 1);
        }
    }

    FanoutRun(Workplace place, Plan plan) {
        this.place = place;
        this.plan = plan;
    }

    /** Blocks. */
    FanoutRun measure() throws InterruptedException {
        report.add("# Fan-out\n");
        report.add(Machine.describe(place.directory()) + "; " + plan.rounds + " rounds of "
                + plan.time.toMillis() / 1000.0 + " s\n");
        try (Crowd crowd = Crowd.start()) {
            if (plan.has(Part.STEADY) || plan.has(Part.STORM)) {
                measureLoads(crowd);
            }
            if (plan.has(Part.MEMORY)) {
                report.add(MemoryRun.text(new MemoryRun(crowd, plan.many()).measure()));
            }
            if (plan.has(Part.SLOW)) {
                measureSlow(crowd);
            }
            if (plan.has(Part.POST)) {
                PostRun posts = new PostRun(crowd, plan.few(), new Load(plan.postRate, plan.time))
                        .measure(plan.rounds, plan.program, place.directory());
                note(posts.text(), posts.isSound());
            }
        }
        return this;
    }

    private void measureLoads(Crowd crowd) throws InterruptedException {
        Candidates candidates = Candidates.find(place.directory(), plan.names);
        candidates.found().forEach(found -> report.add("- " + found.name() + ": " + found.what()));
        candidates.absent().forEach(absent -> report.add("- " + absent));
        report.add("");
        LoadRounds.Plan rounds =
                new LoadRounds.Plan(plan.time, plan.rate, plan.rounds, plan.has(Part.STEADY), plan.has(Part.STORM));
        List<String> order = candidates.found().stream().map(Candidate::name).toList();
        try (Stable stable = Stable.start(candidates.found())) {
            for (int sockets : plan.sockets) {
                LoadRounds.Result result = new LoadRounds(crowd, stable, rounds).measure(sockets, order);
                note(new LoadReport(result).text(), result.isSound());
            }
            stable.failures().forEach(failure -> note(failure + "\n", false));
        }
    }

    private void measureSlow(Crowd crowd) throws InterruptedException {
        SlowRun.Result slow = new SlowRun(crowd, plan.few(), new Load(plan.slowRate, plan.time)).measure(plan.rounds);
        note(SlowRun.text(slow), slow.readings().areSound());
    }

    private void note(String text, boolean isSound) {
        report.add(text);
        sound &= isSound;
    }

    /** Whether all that was made arrived where it should, as far as can be asked for under that load. */
    boolean isSound() {
        return sound;
    }

    /** As Markdown. */
    String text() {
        return String.join("\n", report);
    }
}
