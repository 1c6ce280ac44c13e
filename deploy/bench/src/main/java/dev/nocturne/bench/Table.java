package dev.nocturne.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Markdown table that reads well as plain text too: the first column to the left, figures to the right. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        rows.add(List.of(header));
    }

    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("a row must have " + rows.get(0).size() + " cells");
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append(line(rows.get(i)));
            if (i == 0) {
                text.append(ruler());
            }
        }
        return text.toString();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < cells.size(); column++) {
            String side = column == 0 ? "-" : "";
            line.append(String.format(Locale.ROOT, " %" + side + width(column) + "s |", cells.get(column)));
        }
        return line.append('\n').toString();
    }

    private String ruler() {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < rows.get(0).size(); column++) {
            String dashes = "-".repeat(width(column) + 1);
            line.append(column == 0 ? ":" + dashes : dashes + ":").append('|');
        }
        return line.append('\n').toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}
