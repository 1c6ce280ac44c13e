package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import dev.nocturne.bench.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several ways to do one thing cost beside the first of them. A ratio is the median of those of the rounds.
 *
 * @param what is done, under which load
 * @param unit what CPU time is divided by
 */
record Comparison(String what, String unit, Readings readings) {
    private static final double AIM = 1.05;

    /** As Markdown. */
    String text() {
        List<String> names = List.copyOf(readings.names());
        Table table = new Table(
                what,
                "CPU a " + unit,
                "/ (a)",
                "in the rounds",
                "p50",
                "/ (a)",
                "p99",
                "/ (a)",
                "of asked",
                "server's cores",
                "load generator's");
        List<String> aims = new ArrayList<>();
        for (String name : names) {
            table.row(
                    name,
                    Figure.micros(readings.median(name, Reading::cpuPerDelivery)),
                    ratio(name, Reading::cpuPerDelivery),
                    spread(name),
                    Figure.millis(readings.median(name, Comparison::p50)),
                    ratio(name, Comparison::p50),
                    Figure.millis(readings.median(name, Comparison::p99)),
                    ratio(name, Comparison::p99),
                    Figure.percent(readings.median(name, Reading::ofAsked)),
                    Figure.ratio(readings.median(name, Reading::serverCores)),
                    Figure.ratio(readings.median(name, Reading::clientCores)));
            if (!name.equals(names.get(0))) {
                aims.add(Aim.atMost(name + ": CPU a " + unit + " / (a)", toFloor(name, Reading::cpuPerDelivery), AIM));
                aims.add(Aim.atMost(name + ": p50 / (a)", toFloor(name, Comparison::p50), AIM));
            }
        }
        return table + "\n" + String.join("\n", Aim.list(aims));
    }

    private String ratio(String name, ToDoubleFunction<Reading> figure) {
        return Figure.ratio(toFloor(name, figure));
    }

    private double toFloor(String name, ToDoubleFunction<Reading> figure) {
        return Figure.median(readings.ratios(name, floor(), figure));
    }

    private String floor() {
        return readings.names().iterator().next();
    }

    private String spread(String name) {
        double[] ratios = readings.ratios(name, floor(), Reading::cpuPerDelivery);
        return Figure.ratio(Figure.lowest(ratios)) + " to " + Figure.ratio(Figure.highest(ratios));
    }

    private static double p50(Reading reading) {
        return reading.arrivals().p50();
    }

    private static double p99(Reading reading) {
        return reading.arrivals().p99();
    }
}
