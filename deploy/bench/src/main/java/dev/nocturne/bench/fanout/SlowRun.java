package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import dev.nocturne.bench.Table;
import java.time.Duration;
import java.util.List;

/** What the others notice when one client in ten never reads. */
final class SlowRun {
    private static final double AIM = 1.2;
    private static final int ONE_IN = 10;
    private static final String WITHOUT = "without";
    private static final String WITH = "with";

    /** The kernel hides some megabytes from the server: less than this for each client would prove nothing. */
    private static final long FILL_BYTES = 12L << 20;

    private static final Duration FILL_STEP = Duration.ofSeconds(1);
    private static final int FILL_STEPS = 20;

    private final Crowd crowd;
    private final Load load;
    private final int sockets;

    /** The readers' view, with the silent ones beside them and without. */
    record Result(int sockets, Load load, Readings readings) {}

    SlowRun(Crowd crowd, int sockets, Load load) {
        this.crowd = crowd;
        this.load = load;
        this.sockets = sockets;
    }

    /** Blocks. */
    Result measure(int rounds) throws InterruptedException {
        Readings readings = new Readings(List.of(WITHOUT, WITH));
        try (Server server = Candidates.nocturne().start()) {
            for (int round = 0; round < rounds; round++) {
                System.err.printf("silent clients, round %d of %d%n", round + 1, rounds);
                List<String> order = round % 2 == 0 ? List.of(WITHOUT, WITH) : List.of(WITH, WITHOUT);
                for (String name : order) {
                    readings.add(name, measure(server, name.equals(WITH) ? silent() : 0));
                }
            }
        }
        return new Result(sockets, load, readings);
    }

    private int silent() {
        return sockets / ONE_IN;
    }

    private Reading measure(Server server, int silent) throws InterruptedException {
        int readers = sockets - silent();
        crowd.connect(server.port(), readers + silent, silent);
        try {
            fill(server);
            return server.measure(crowd, readers, load);
        } finally {
            crowd.disconnect();
        }
    }

    /** Both times the same, so that only the silent clients differ. */
    private static void fill(Server server) throws InterruptedException {
        long events = FILL_BYTES / EventText.frame(1, 1).length;
        long made = 0;
        for (int i = 0; i < FILL_STEPS && made < events; i++) {
            made += server.make(Load.storm(FILL_STEP));
        }
    }

    /** As Markdown. */
    static String text(Result result) {
        Readings readings = result.readings;
        Table table = new Table(
                Figure.whole(result.sockets - result.sockets / ONE_IN) + " readers, " + Figure.whole(result.load.rate())
                        + " events/s",
                "p50",
                "p99",
                "CPU a delivery",
                "of asked");
        for (String name : readings.names()) {
            table.row(
                    name + " " + result.sockets / ONE_IN + " that never read",
                    Figure.millis(
                            readings.median(name, reading -> reading.arrivals().p50())),
                    Figure.millis(
                            readings.median(name, reading -> reading.arrivals().p99())),
                    Figure.micros(readings.median(name, Reading::cpuPerDelivery)),
                    Figure.percent(readings.median(name, Reading::ofAsked)));
        }
        double ratio = readings.median(WITH, reading -> reading.arrivals().p99())
                / readings.median(WITHOUT, reading -> reading.arrivals().p99());
        return table + "\n" + String.join("\n", Aim.list(List.of(Aim.atMost("p99 with / without", ratio, AIM))));
    }
}
