package dev.nocturne.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what the server says to a file, keeps one older file, and remembers why the server gave up. */
final class ServerLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerLog.class);
    private static final long MAX_BYTES = 4L << 20;

    private final Path file;
    private volatile String fatal = "";

    ServerLog(Path file) {
        this.file = file;
    }

    /** The last fatal line of the server that was followed last, or empty. */
    String fatal() {
        return fatal;
    }

    /** Copies on a thread of its own until the server closes its end. */
    Thread follow(InputStream output) {
        fatal = "";
        Thread thread = new Thread(() -> copy(output), "postgres-log");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void copy(InputStream output) {
        try (var lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                line = fill(lines, line);
            }
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("server log ended");
        }
    }

    /** Fills one file, and returns the line that no longer fitted, or null at the end. */
    private @Nullable String fill(BufferedReader lines, String first) throws IOException {
        rotate();
        long size = Files.exists(file) ? Files.size(file) : 0;
        String line = first;
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (line != null && size <= MAX_BYTES) {
                remember(line);
                out.write(line);
                out.write('\n');
                out.flush();
                size += line.length() + 1L;
                line = lines.readLine();
            }
        }
        return line;
    }

    private void rotate() throws IOException {
        if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void remember(String line) {
        if (line.contains("FATAL:") || line.contains("PANIC:") || (fatal.isEmpty() && line.contains("could not"))) {
            fatal = line.strip();
        }
    }
}
