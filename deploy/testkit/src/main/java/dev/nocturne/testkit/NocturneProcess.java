package dev.nocturne.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nocturne.auth.SenderToken;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The packaged program as a child process, on free ports and a data directory that can outlive it. Its output is kept
 * and shown when it does not become ready. Closing it stops it, and kills it when it does not stop.
 */
public final class NocturneProcess implements AutoCloseable {
    /** What a test sends alerts with: every process that is launched knows the sender {@code tests}. */
    public static final String SENDER_TOKEN = "noc_tests-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final String READY_LINE = "READY ";
    private static final int SHOWN_LINES = 60;

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();

    private NocturneProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "nocturne-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts {@code role} with the ports 0, a sender for tests without a limit, the key of {@link ScreenTokens}, readers
     * without a token unless {@code http.host} is set, and these settings; and does not wait.
     *
     * @param settings keys and values, which win over those; an empty one leaves the key out
     */
    public static NocturneProcess launch(String role, Path dataDir, Map<String, String> settings) {
        return launch(List.of(), role, dataDir, settings);
    }

    /** @param prefix words before the program, such as those that put it into a network namespace */
    public static NocturneProcess launch(List<String> prefix, String role, Path dataDir, Map<String, String> settings) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(java(), "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-jar"));
        words.add(jar().toString());
        words.add(role);
        return run(withSettings(words, dataDir, settings));
    }

    /** Starts a test's own program, which has the real one's classes to build on, with these settings. */
    public static NocturneProcess launch(Class<?> main, Path dataDir, Map<String, String> settings) {
        return launch(List.of(), main, dataDir, settings);
    }

    /** @param options of the JVM */
    public static NocturneProcess launch(
            List<String> options, Class<?> main, Path dataDir, Map<String, String> settings) {
        URL classes = main.getProtectionDomain().getCodeSource().getLocation();
        List<String> words = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1"));
        words.addAll(options);
        words.add("-cp");
        words.add(jar() + File.pathSeparator + classes.getPath());
        words.add(main.getName());
        return run(withSettings(words, dataDir, settings));
    }

    private static List<String> withSettings(List<String> words, Path dataDir, Map<String, String> settings) {
        addSet(words, "data.dir", dataDir.toString());
        for (String port : List.of("push.port", "ingest.port", "management.port")) {
            addSet(words, port, "0");
        }
        addSet(words, "ingest.tokens.tests.hash", SenderToken.hash(SENDER_TOKEN));
        for (String rate : List.of("sender-rate", "sender-burst", "address-rate", "address-burst")) {
            addSet(words, "ingest." + rate, "1000000");
        }
        Map<String, String> screens = new LinkedHashMap<>();
        screens.put("auth.jwt.key", ScreenTokens.keyFile().toString());
        screens.put("auth.anonymous", settings.containsKey("http.host") ? "false" : "read");
        screens.putAll(settings);
        screens.values().removeIf(String::isEmpty);
        screens.forEach((key, value) -> addSet(words, key, value));
        return words;
    }

    /** Starts with exactly these arguments. */
    public static NocturneProcess run(String... arguments) {
        List<String> words = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-jar", jar().toString()));
        words.addAll(List.of(arguments));
        return run(words);
    }

    /** Everything in one process, ready. */
    public static NocturneProcess all(Path dataDir) {
        return launch("all", dataDir, Map.of()).awaitReady();
    }

    private static NocturneProcess run(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("NOCTURNE_"));
        try {
            return new NocturneProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException with the program's last lines, when it ends or takes too long */
    public NocturneProcess awaitReady() {
        try {
            ready.get(READY.toMillis(), TimeUnit.MILLISECONDS);
            return this;
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("not ready; its output ends with\n" + tail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it said when it was ready: node, role, and the URLs {@code push}, {@code ingest}, {@code management}. */
    public JsonNode ready() {
        return awaitReady().ready.join();
    }

    /** One of the URLs of {@link #ready()}, without a slash at its end. */
    public URI url(String name) {
        return URI.create(ready().path(name).asText());
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Standard output and error so far, line by line. */
    public List<String> output() {
        return List.copyOf(output);
    }

    /** Asks it to end, as Ctrl-C and a service manager do; what it says of that is kept too. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it without a chance to do anything, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Freezes it, so that its connections stay open and nothing answers. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    /** @return the exit code, when it has ended by itself */
    public int awaitExit() {
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("still running; its output ends with\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the exit code of a clean stop */
    public int stop() {
        terminate();
        return awaitExit();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            resume();
            terminate();
            try {
                process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            kill();
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.startsWith(READY_LINE)) {
                    ready.complete(MAPPER.readTree(line.substring(READY_LINE.length())));
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String tail() {
        return String.join("\n", output.subList(Math.max(0, output.size() - SHOWN_LINES), output.size()));
    }

    private static void addSet(List<String> words, String key, String value) {
        words.add("--set");
        words.add(key + "=" + value);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The jar of this build, from whichever module the test runs in; the property {@code nocturne.jar} names another. */
    private static Path jar() {
        String given = System.getProperty("nocturne.jar");
        if (given != null) {
            return Path.of(given);
        }
        Path relative = Path.of("deploy/launcher/target/nocturne/nocturne.jar");
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve(relative))) {
                return dir.resolve(relative);
            }
        }
        throw new IllegalStateException(relative + " is not built");
    }
}
