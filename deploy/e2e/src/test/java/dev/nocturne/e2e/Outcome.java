package dev.nocturne.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a trial found. Used by one thread. */
final class Outcome {
    private static final Path TABLE = Path.of("target", "faults.md");
    private static final int SHOWN = 10;

    private final Traffic traffic;
    private final Duration healed;
    private final List<String> lost = new ArrayList<>();
    private final List<String> misordered = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    Outcome(Traffic traffic, Duration healed) {
        this.traffic = traffic;
        this.healed = healed;
    }

    void lost(String what) {
        lost.add(what);
    }

    void misordered(String what) {
        misordered.add(what);
    }

    void twice(String what) {
        twice.add(what);
    }

    void other(String what) {
        others.add(what);
    }

    /** Some of each kind. */
    List<String> violations() {
        return Stream.of(lost, misordered, twice, others)
                .flatMap(kind -> kind.stream().limit(SHOWN))
                .toList();
    }

    /** Adds a line to the table. */
    void enter(String fault, String remark) {
        String line = String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %s | %s | %s | %s |%n",
                fault,
                traffic.ledger().places().size(),
                lost.size(),
                misordered.size(),
                twice.size(),
                traffic.givenUp(),
                seconds(traffic.silence()),
                seconds(traffic.slowest()),
                seconds(healed),
                remark);
        System.out.print("fault: " + line);
        try {
            Files.writeString(
                    TABLE, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }
}
