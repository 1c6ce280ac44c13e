package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The same measurement of several contenders, over all rounds. A figure is the median of the rounds. */
final class Readings {
    private final Map<String, List<Reading>> byName = new LinkedHashMap<>();

    /** @param names in the order in which they are shown */
    Readings(List<String> names) {
        names.forEach(name -> byName.put(name, new ArrayList<>()));
    }

    void add(String name, Reading reading) {
        byName.computeIfAbsent(name, absent -> new ArrayList<>()).add(reading);
    }

    /** Who has a measurement. */
    Set<String> names() {
        Map<String, List<Reading>> measured = new LinkedHashMap<>(byName);
        measured.values().removeIf(List::isEmpty);
        return measured.keySet();
    }

    boolean has(String name) {
        return names().contains(name);
    }

    double median(String name, ToDoubleFunction<Reading> figure) {
        return Figure.median(byName.getOrDefault(name, List.of()).stream()
                .mapToDouble(figure)
                .toArray());
    }

    double lowest(String name, ToDoubleFunction<Reading> figure) {
        return byName.getOrDefault(name, List.of()).stream()
                .mapToDouble(figure)
                .min()
                .orElse(0);
    }

    double highest(String name, ToDoubleFunction<Reading> figure) {
        return byName.getOrDefault(name, List.of()).stream()
                .mapToDouble(figure)
                .max()
                .orElse(0);
    }

    /** Of each round one: the first contender's figure by the other's, as both met the same conditions. */
    double[] ratios(String name, String other, ToDoubleFunction<Reading> figure) {
        List<Reading> own = byName.getOrDefault(name, List.of());
        List<Reading> others = byName.getOrDefault(other, List.of());
        return IntStream.range(0, Math.min(own.size(), others.size()))
                .mapToDouble(round -> figure.applyAsDouble(own.get(round)) / figure.applyAsDouble(others.get(round)))
                .toArray();
    }

    boolean areSound() {
        return byName.values().stream().flatMap(List::stream).allMatch(Reading::isSound);
    }
}
