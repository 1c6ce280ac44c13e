package dev.nocturne.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A new directory for the data of one run, gone when the run is over. */
public record Workplace(Path directory) implements AutoCloseable {
    /** @param parent decides which disk is measured; null for the system's temporary directory */
    public static Workplace make(@Nullable Path parent) {
        try {
            return new Workplace(
                    parent == null
                            ? Files.createTempDirectory("nocturne-bench")
                            : Files.createTempDirectory(Files.createDirectories(parent), "nocturne-bench"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
