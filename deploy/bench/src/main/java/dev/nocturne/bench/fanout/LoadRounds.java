package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import java.time.Duration;
import java.util.List;

/** Steady load and storm, on so many sockets, for each contender in turn. */
final class LoadRounds {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);

    private final Crowd crowd;
    private final Stable stable;
    private final Plan plan;

    /**
     * @param time of each measurement
     * @param rate events a second, when steady
     */
    record Plan(Duration time, double rate, int rounds, boolean steady, boolean storm) {}

    /** What was measured with one number of sockets. */
    record Result(int sockets, Plan plan, Readings steady, Readings storm) {
        boolean isSound() {
            return steady.areSound() && storm.areSound();
        }
    }

    LoadRounds(Crowd crowd, Stable stable, Plan plan) {
        this.crowd = crowd;
        this.stable = stable;
        this.plan = plan;
    }

    /** Blocks. */
    Result measure(int sockets, List<String> names) throws InterruptedException {
        Result result = new Result(sockets, plan, new Readings(names), new Readings(names));
        for (int round = 0; round < plan.rounds; round++) {
            System.err.printf("%d sockets, round %d of %d%n", sockets, round + 1, plan.rounds);
            stable.takeTurns(round, server -> measure(server, result));
        }
        return result;
    }

    private void measure(Server server, Result result) throws InterruptedException {
        crowd.connect(server.port(), result.sockets, 0);
        try {
            server.make(Load.storm(plan.time).upTo(LONGEST_WARM_UP));
            if (plan.steady) {
                note(server, result.steady, server.measure(crowd, result.sockets, new Load(plan.rate, plan.time)));
            }
            if (plan.storm) {
                note(server, result.storm, server.measure(crowd, result.sockets, Load.storm(plan.time)));
            }
        } finally {
            crowd.disconnect();
        }
    }

    private static void note(Server server, Readings readings, Reading reading) {
        readings.add(server.name(), reading);
        System.err.printf(
                "  %s, %s: %s deliveries/s, %s of CPU each, p99 %s%n",
                server.name(),
                reading.load().isStorm() ? "storm" : "steady",
                Figure.whole(reading.rate()),
                Figure.micros(reading.cpuPerDelivery()),
                Figure.millis(reading.arrivals().p99()));
    }
}
