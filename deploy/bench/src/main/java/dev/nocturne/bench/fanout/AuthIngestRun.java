package dev.nocturne.bench.fanout;

import dev.nocturne.auth.SenderToken;
import dev.nocturne.bench.Figure;
import dev.nocturne.bench.ProcessTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** POSTs to the ingest role with nobody at its door, with one sender that is known, and with many that take turns. */
final class AuthIngestRun {
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final int senders;
    private final Load load;
    private final List<String> names;
    private final Readings readings;

    private record Way(String name, Poster.Target target) {}

    /** @param senders how many are many */
    AuthIngestRun(int senders, Load load) {
        this.senders = senders;
        this.load = load;
        this.names = List.of("(a) no check", "(b) one sender", "(c) " + Figure.whole(senders) + " senders");
        this.readings = new Readings(names);
    }

    /**
     * Blocks.
     *
     * @param directory for the tokens
     */
    AuthIngestRun measure(int rounds, Path directory) throws InterruptedException {
        List<String> all = Stream.generate(SenderToken::generate).limit(senders).toList();
        Tokens tokens = Tokens.write(directory.resolve("senders"), all);
        try (Server server = Candidates.ingest(tokens).start();
                Poster poster = new Poster()) {
            String[] ready = server.child().ready().split(" ", -1);
            List<Way> ways = List.of(
                    new Way(names.get(0), poster.ingest(server.port(), all.subList(0, 1))),
                    new Way(names.get(1), poster.ingest(Integer.parseInt(ready[2]), all.subList(0, 1))),
                    new Way(names.get(2), poster.ingest(Integer.parseInt(ready[3]), all)));
            for (Way way : ways) {
                System.err.printf("ingest, warm-up: %s%n", way.name);
                poster.run(way.target, load.upTo(WARM_UP));
            }
            for (int round = 0; round < rounds; round++) {
                System.err.printf("ingest, round %d of %d%n", round + 1, rounds);
                List<Way> turns = new ArrayList<>(ways);
                Collections.rotate(turns, -round);
                for (Way way : turns) {
                    readings.add(way.name, measure(poster, server.tree(), way));
                }
            }
        }
        return this;
    }

    private Reading measure(Poster poster, ProcessTree server, Way way) throws InterruptedException {
        ProcessTree own = new ProcessTree(ProcessHandle.current());
        double serverBefore = server.cpu();
        double ownBefore = own.rootCpu();
        Arrivals answers = Arrivals.of(poster.run(way.target, load), load.time());
        Reading reading = new Reading(
                load,
                1,
                Math.round(load.rate() * load.time().toNanos() / 1e9),
                answers,
                server.cpu() - serverBefore,
                own.rootCpu() - ownBefore);
        System.err.printf("  %s: %s a POST%n", way.name, Figure.micros(reading.cpuPerDelivery()));
        return reading;
    }

    boolean isSound() {
        return readings.areSound();
    }

    /** As Markdown. */
    String text() {
        return new Comparison(Figure.whole(load.rate()) + " POSTs/s", "POST", readings).text();
    }
}
