package dev.nocturne.bench;

import dev.nocturne.auth.SenderToken;
import dev.nocturne.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An all-in-one in a process of its own, on free ports.
 *
 * @param startNanos from the exec to the line that says it is ready
 * @param ingest where alerts are posted
 * @param push where screens connect
 */
public record Nocturne(Process process, long startNanos, URI ingest, URI push) implements AutoCloseable {
    /** What alerts are sent with. */
    public static final String SENDER_TOKEN = SenderToken.generate();

    private static final String READY = "READY ";
    private static final Duration STOP = Duration.ofSeconds(20);

    /**
     * Blocks until it is ready.
     *
     * @param program a jar, or anything that can be executed
     * @param directory its data, with its log beside them
     * @throws IllegalStateException if it ends before
     */
    public static Nocturne start(Path program, Path directory, List<String> settings) {
        List<String> words = new ArrayList<>(program.toString().endsWith(".jar") ? List.of(java(), "-jar") : List.of());
        words.add(program.toString());
        words.add("all");
        words.addAll(List.of(
                "--set", "data.dir=" + directory.resolve("data"), "--set", "push.port=0", "--set", "ingest.port=0"));
        words.addAll(List.of("--set", "management.port=0", "--set", "auth.anonymous=read"));
        words.addAll(List.of("--set", "ingest.tokens.bench.hash=" + SenderToken.hash(SENDER_TOKEN)));
        for (String rate : List.of("sender-rate", "sender-burst", "address-rate", "address-burst")) {
            words.addAll(List.of("--set", "ingest." + rate + "=1000000"));
        }
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        Path log = directory.resolve("nocturne.log");
        try {
            long begin = System.nanoTime();
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            String ready = awaitReady(process);
            long nanos = System.nanoTime() - begin;
            if (ready == null) {
                throw new IllegalStateException("nocturne did not start; its log is " + log);
            }
            var json = Json.MAPPER.readTree(ready.substring(READY.length()));
            return new Nocturne(
                    process,
                    nanos,
                    URI.create(json.path("ingest").asText()),
                    URI.create(json.path("push").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Nothing is written after that line, so nobody needs to go on reading. */
    private static @Nullable String awaitReady(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith(READY)) {
            line = lines.readLine();
        }
        return line;
    }

    public ProcessTree tree() {
        return new ProcessTree(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
