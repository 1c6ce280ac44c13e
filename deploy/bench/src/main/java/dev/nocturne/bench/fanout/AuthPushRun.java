package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import dev.nocturne.bench.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One push role, and sockets that come in without a token, and with different ones. All get every event. */
final class AuthPushRun {
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Way NOBODY = new Way("(a) no token", number -> List.of());

    private final Crowd crowd;
    private final int sockets;
    private final Load load;
    private final List<Way> ways;
    private final Readings steady;
    private final Readings firsts;
    private final Readings repeats;

    /**
     * A way to come in.
     *
     * @param sites that the token of each socket holds, by its number
     */
    private record Way(String name, IntFunction<List<String>> sites) {}

    /** Opens all sockets. */
    private interface Connect {
        void all() throws InterruptedException;
    }

    /** @param sites how many a limited token names */
    AuthPushRun(Crowd crowd, int sockets, Load load, int sites) {
        this.crowd = crowd;
        this.sockets = sockets;
        this.load = load;
        this.ways = List.of(
                NOBODY,
                new Way("(b) token, all sites", number -> List.of("*")),
                new Way("(c) token, the same " + sites + " sites", number -> sites(sites, "site-")),
                new Way("(d) token, " + sites + " sites of its own", number -> sites(sites, "site-" + number + "-")));
        List<String> names = ways.stream().map(Way::name).toList();
        steady = new Readings(names);
        firsts = new Readings(names);
        repeats = new Readings(names);
    }

    /** That of the events, and others. */
    private static List<String> sites(int count, String prefix) {
        return Stream.concat(
                        Stream.of(StandInStore.SITE), IntStream.range(1, count).mapToObj(i -> prefix + i))
                .toList();
    }

    /**
     * Blocks.
     *
     * @param directory for the key and the tokens
     */
    AuthPushRun measure(int rounds, Path directory) throws InterruptedException {
        try (SignedTokens tokens = new SignedTokens(directory);
                Server server = Candidates.nocturne(tokens.key()).start()) {
            for (Way way : ways) {
                System.err.printf("push, warm-up: %s%n", way.name);
                connect(server, way, tokens);
                server.make(Load.storm(load.time()).upTo(WARM_UP));
                server.make(load.upTo(WARM_UP));
                crowd.settle();
                crowd.disconnect();
            }
            for (int round = 0; round < rounds; round++) {
                System.err.printf("push, round %d of %d%n", round + 1, rounds);
                List<Way> turns = new ArrayList<>(ways);
                Collections.rotate(turns, -round);
                for (Way way : turns) {
                    measure(server, way, tokens);
                }
            }
        }
        return this;
    }

    private void measure(Server server, Way way, SignedTokens tokens) throws InterruptedException {
        List<Reading> connected = connect(server, way, tokens);
        try {
            firsts.add(way.name, connected.get(0));
            repeats.add(way.name, connected.get(1));
            server.make(load.upTo(WARM_UP));
            Reading reading = server.measure(crowd, sockets, load);
            steady.add(way.name, reading);
            System.err.printf(
                    "  %s: %s a connection, %s a delivery%n",
                    way.name,
                    Figure.micros(connected.get(0).cpuPerDelivery()),
                    Figure.micros(reading.cpuPerDelivery()));
        } finally {
            crowd.disconnect();
        }
    }

    /** Twice with the same tokens, which are new the first time. */
    private List<Reading> connect(Server server, Way way, SignedTokens signer) throws InterruptedException {
        Connect connect = way.equals(NOBODY)
                ? () -> crowd.connect(server.port(), sockets, 0)
                : with(server, signer.sign(sockets, way.sites));
        Reading first = connected(server, connect);
        crowd.disconnect();
        return List.of(first, connected(server, connect));
    }

    private Connect with(Server server, Tokens tokens) {
        return () -> crowd.connect(server.port(), tokens);
    }

    private Reading connected(Server server, Connect connect) throws InterruptedException {
        crowd.forget();
        double serverBefore = server.tree().cpu();
        double clientBefore = crowd.cpu();
        connect.all();
        crowd.settle();
        return new Reading(
                new Load(0, Duration.ZERO),
                1,
                sockets,
                Arrivals.none(sockets),
                server.tree().cpu() - serverBefore,
                crowd.cpu() - clientBefore);
    }

    boolean isSound() {
        return steady.areSound();
    }

    /** As Markdown. */
    String text() {
        Table connections = new Table(
                Figure.whole(sockets) + " connections, CPU each",
                "token never seen",
                "/ (a)",
                "same token again",
                "/ (a)");
        for (Way way : ways) {
            connections.row(
                    way.name,
                    Figure.micros(firsts.median(way.name, Reading::cpuPerDelivery)),
                    toNobody(firsts, way),
                    Figure.micros(repeats.median(way.name, Reading::cpuPerDelivery)),
                    toNobody(repeats, way));
        }
        String what = Figure.whole(sockets) + " sockets, " + Figure.whole(load.rate()) + " events/s";
        return new Comparison(what, "delivery", steady).text() + "\n" + connections;
    }

    private static String toNobody(Readings readings, Way way) {
        return Figure.ratio(Figure.median(readings.ratios(way.name, NOBODY.name, Reading::cpuPerDelivery)));
    }
}
