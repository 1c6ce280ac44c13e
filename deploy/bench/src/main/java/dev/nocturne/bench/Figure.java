package dev.nocturne.bench;

import java.util.Arrays;
import java.util.Locale;

/** How numbers are written in the tables. */
public final class Figure {
    private Figure() {}

    /** From nanoseconds, with three digits that count. */
    public static String millis(double nanos) {
        double millis = nanos / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : millis < 100 ? "%.1f ms" : "%.0f ms", millis);
    }

    public static String millis(long nanos) {
        return millis((double) nanos);
    }

    public static String micros(double nanos) {
        return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
    }

    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
    }

    public static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    public static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    public static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    public static String percent(double part) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * part);
    }

    public static double lowest(double... values) {
        return Arrays.stream(values).min().orElse(0);
    }

    public static double highest(double... values) {
        return Arrays.stream(values).max().orElse(0);
    }

    /** Of an even number of values, the mean of the two in the middle. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
