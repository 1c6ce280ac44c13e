package dev.nocturne.bench.fanout;

import dev.nocturne.bench.ProcessTree;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that is told what to do, a line at a time. It ends when its standard input does, or else is ended. */
final class Child implements AutoCloseable {
    static final String READY = "READY ";
    static final String FAILED = "FAILED ";

    private static final String GONE = "GONE";
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int LINES = 100;

    private final String name;
    private final Process process;
    private final PrintStream orders;
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(LINES);
    private String ready = "";

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts words without waiting: {@link #awaitReady} does. What it writes to standard error is shown. */
    static Child start(String name, List<String> words) {
        try {
            return new Child(
                    name,
                    new ProcessBuilder(words)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words that run a program of this package in a JVM like this one. */
    static List<String> java(Class<?> main, List<String> options, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path")
                        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator)));
        words.add(main.getName());
        words.addAll(List.of(arguments));
        return words;
    }

    /** Blocks until it says so. */
    Child awaitReady() throws InterruptedException {
        String line = next(START);
        while (!line.startsWith(READY)) {
            line = next(START);
        }
        ready = line.substring(READY.length());
        return this;
    }

    /** What it said when it was ready. */
    String ready() {
        return ready;
    }

    /**
     * Blocks for the answer.
     *
     * @throws IllegalStateException if the child fails, ends, or does not answer in time
     */
    String ask(String order, Duration limit) throws InterruptedException {
        orders.println(order);
        String answer = next(limit);
        if (answer.startsWith(FAILED)) {
            throw new IllegalStateException(name + ": " + order + ": " + answer.substring(FAILED.length()));
        }
        return answer;
    }

    private String next(Duration limit) throws InterruptedException {
        @Nullable String line = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IllegalStateException(name + " says nothing for " + limit.toSeconds() + " s");
        }
        if (line.equals(GONE)) {
            answers.offer(GONE);
            throw new IllegalStateException(name + " has ended");
        }
        return line;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.put(line);
            }
        } catch (IOException e) {
            System.err.println(name + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answers.offer(GONE);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ProcessTree tree() {
        return ProcessTree.of(process.pid());
    }

    /** Blocks until it has ended, whatever that takes. May be called again, and from another thread. */
    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
            }
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
