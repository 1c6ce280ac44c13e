package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import dev.nocturne.bench.Nocturne;
import dev.nocturne.bench.ProcessTree;
import dev.nocturne.bench.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** From POST to frame: a real all-in-one with its PostgreSQL, and plain Vert.x without any. */
final class PostRun {
    private static final double AIM = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int WARM_UP_FACTOR = 2;

    private final Crowd crowd;
    private final int sockets;
    private final Load load;
    private final Readings readings = new Readings(List.of(Candidates.PLAIN, Candidates.NOCTURNE));
    private long refused;

    private record Side(String name, int port, ProcessTree tree, Poster.Target target) {}

    PostRun(Crowd crowd, int sockets, Load load) {
        this.crowd = crowd;
        this.sockets = sockets;
        this.load = load;
    }

    /**
     * Blocks.
     *
     * @param program the all-in-one
     * @param directory for its data
     */
    PostRun measure(int rounds, Path program, Path directory) throws InterruptedException {
        try (Server plain = Candidates.plain().start();
                Nocturne nocturne = Nocturne.start(program, directory, List.of());
                Poster poster = new Poster()) {
            Side own = new Side(
                    Candidates.NOCTURNE, nocturne.push().getPort(), nocturne.tree(), poster.allInOne(nocturne));
            Side other = new Side(Candidates.PLAIN, plain.port(), plain.tree(), poster.pushed(plain));
            for (int round = 0; round < rounds; round++) {
                System.err.printf("POST to frame, round %d of %d%n", round + 1, rounds);
                for (Side side : round % 2 == 0 ? List.of(other, own) : List.of(own, other)) {
                    measure(poster, side);
                }
            }
        }
        return this;
    }

    private void measure(Poster poster, Side side) throws InterruptedException {
        crowd.connect(side.port, sockets, 0);
        try {
            refused += poster.run(side.target, new Load(load.rate() * WARM_UP_FACTOR, WARM_UP))
                    .failures();
            crowd.forget();
            double serverBefore = side.tree.cpu();
            double clientBefore = crowd.cpu();
            refused += poster.run(side.target, load).failures();
            Arrivals arrivals = crowd.settle();
            readings.add(
                    side.name,
                    new Reading(
                            load,
                            sockets,
                            Math.round(load.rate() * load.time().toNanos() / 1e9),
                            arrivals,
                            side.tree.cpu() - serverBefore,
                            crowd.cpu() - clientBefore));
        } finally {
            crowd.disconnect();
        }
    }

    boolean isSound() {
        return refused == 0 && readings.areSound();
    }

    /** As Markdown. */
    String text() {
        Table table = new Table(
                Figure.whole(sockets) + " sockets, " + Figure.whole(load.rate()) + " posts/s",
                "p50",
                "p99",
                "of asked",
                "server's cores",
                "load generator's");
        for (String name : readings.names()) {
            table.row(
                    name.equals(Candidates.NOCTURNE) ? "nocturne, all in one" : name,
                    Figure.millis(
                            readings.median(name, reading -> reading.arrivals().p50())),
                    Figure.millis(
                            readings.median(name, reading -> reading.arrivals().p99())),
                    Figure.percent(readings.median(name, Reading::ofAsked)),
                    Figure.ratio(readings.median(name, Reading::serverCores)),
                    Figure.ratio(readings.median(name, Reading::clientCores)));
        }
        double ratio = readings.median(
                        Candidates.NOCTURNE, reading -> reading.arrivals().p99())
                / readings.median(
                        Candidates.PLAIN, reading -> reading.arrivals().p99());
        return table + "\nPOSTs not answered with 201: " + refused + "\n\n"
                + String.join("\n", Aim.list(List.of(Aim.atMost("p99 / plain", ratio, AIM))));
    }
}
