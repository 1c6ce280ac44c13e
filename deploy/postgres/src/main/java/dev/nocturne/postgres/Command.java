package dev.nocturne.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A short program that ran to its end.
 *
 * @param output standard output and error, together
 */
record Command(int exit, String output) {
    private static final int STOPPED = 124;

    boolean ok() {
        return exit == 0;
    }

    /** Runs with an empty standard input; a program that outlives the limit is killed and counts as failed. */
    static Command run(List<String> words, Path workDir, Duration limit) {
        return run(words, workDir, limit, "");
    }

    /** @param input a small text that the program reads */
    static Command run(List<String> words, Path workDir, Duration limit, String input) {
        try {
            Process process = new ProcessBuilder(words)
                    .directory(workDir.toFile())
                    .redirectErrorStream(true)
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            Thread reaper = killAfter(process, limit);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            reaper.interrupt();
            return new Command(exit, output.strip());
        } catch (IOException e) {
            return new Command(STOPPED, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Command(STOPPED, "interrupted");
        }
    }

    /** Of many lines, the one that says what went wrong. */
    String reason() {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("error:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "exit code " + exit : lines.get(lines.size() - 1));
    }

    private static Thread killAfter(Process process, Duration limit) {
        Thread thread = new Thread(
                () -> {
                    try {
                        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "postgres-limit");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
