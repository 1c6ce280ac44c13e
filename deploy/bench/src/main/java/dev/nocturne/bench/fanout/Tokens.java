package dev.nocturne.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tokens in a file that another process reads, one a line.
 *
 * @param file its address, without spaces
 */
record Tokens(URI file, List<String> all) {
    static Tokens write(Path file, List<String> all) {
        try {
            return new Tokens(Files.write(file, all).toUri(), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> read(URI file) throws IOException {
        return Files.readAllLines(Path.of(file));
    }

    int count() {
        return all.size();
    }
}
