package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import dev.nocturne.bench.Table;
import java.util.ArrayList;
import java.util.List;

/** The tables of {@link LoadRounds}, as Markdown, with the aims beneath. */
record LoadReport(LoadRounds.Result result) {
    private static final double STEADY_AIM = 1.8;
    private static final double STORM_AIM = 0.25;
    private static final double RATE_AIM = 1_000_000;

    String text() {
        List<String> parts = new ArrayList<>();
        if (result.plan().steady()) {
            parts.add(steady().toString());
            parts.addAll(steadyAims());
        }
        if (result.plan().storm()) {
            parts.add(storm().toString());
            parts.addAll(stormAims());
        }
        return String.join("\n", parts);
    }

    private Table steady() {
        Readings readings = result.steady();
        Table table = new Table(
                Figure.whole(result.sockets()) + " sockets, "
                        + Figure.whole(result.plan().rate()) + " events/s",
                "CPU a delivery",
                "/ floor",
                "p50",
                "p99",
                "of asked",
                "server's cores",
                "load generator's");
        for (String name : readings.names()) {
            table.row(
                    name,
                    Figure.micros(readings.median(name, Reading::cpuPerDelivery)),
                    ratioToFloor(readings, name),
                    Figure.millis(
                            readings.median(name, reading -> reading.arrivals().p50())),
                    Figure.millis(
                            readings.median(name, reading -> reading.arrivals().p99())),
                    Figure.percent(readings.median(name, Reading::ofAsked)),
                    Figure.ratio(readings.median(name, Reading::serverCores)),
                    Figure.ratio(readings.median(name, Reading::clientCores)));
        }
        return table;
    }

    private Table storm() {
        Readings readings = result.storm();
        Table table = new Table(
                Figure.whole(result.sockets()) + " sockets, storm",
                "deliveries/s",
                "lowest",
                "highest",
                "CPU a delivery",
                "/ floor",
                "skipped",
                "p99",
                "server's cores",
                "load generator's");
        for (String name : readings.names()) {
            table.row(
                    name,
                    Figure.whole(readings.median(name, Reading::rate)),
                    Figure.whole(readings.lowest(name, Reading::rate)),
                    Figure.whole(readings.highest(name, Reading::rate)),
                    Figure.micros(readings.median(name, Reading::cpuPerDelivery)),
                    ratioToFloor(readings, name),
                    Figure.percent(1 - readings.median(name, Reading::delivered)),
                    Figure.millis(
                            readings.median(name, reading -> reading.arrivals().p99())),
                    Figure.ratio(readings.median(name, Reading::serverCores)),
                    Figure.ratio(readings.median(name, Reading::clientCores)));
        }
        return table;
    }

    private static String ratioToFloor(Readings readings, String name) {
        return readings.has(Candidates.FLOOR) ? Figure.ratio(cpuToFloor(readings, name)) : "-";
    }

    private static double cpuToFloor(Readings readings, String name) {
        return readings.median(name, Reading::cpuPerDelivery)
                / readings.median(Candidates.FLOOR, Reading::cpuPerDelivery);
    }

    private List<String> steadyAims() {
        Readings readings = result.steady();
        if (!readings.has(Candidates.NOCTURNE)) {
            return List.of();
        }
        List<String> aims = new ArrayList<>();
        if (readings.has(Candidates.FLOOR)) {
            aims.add(Aim.atMost("CPU a delivery / floor", cpuToFloor(readings, Candidates.NOCTURNE), STEADY_AIM));
        }
        double own = readings.median(Candidates.NOCTURNE, Reading::cpuPerDelivery);
        for (String peer : readings.names()) {
            if (!peer.equals(Candidates.NOCTURNE) && !peer.equals(Candidates.FLOOR)) {
                aims.add(Aim.atMost(
                        "CPU a delivery / " + peer, own / readings.median(peer, Reading::cpuPerDelivery), 1));
            }
        }
        return Aim.list(aims);
    }

    private List<String> stormAims() {
        Readings readings = result.storm();
        if (!readings.has(Candidates.NOCTURNE)) {
            return List.of();
        }
        List<String> aims = new ArrayList<>();
        if (readings.has(Candidates.FLOOR)) {
            aims.add(Aim.atMost("CPU a delivery / floor", cpuToFloor(readings, Candidates.NOCTURNE), STORM_AIM));
        }
        aims.add(Aim.atLeast("deliveries/s", readings.median(Candidates.NOCTURNE, Reading::rate), RATE_AIM));
        return Aim.list(aims);
    }
}
