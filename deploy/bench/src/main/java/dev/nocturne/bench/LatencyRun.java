package dev.nocturne.bench;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The course of one measurement: starts, idle memory, the first alert, warm-up, then the load. */
final class LatencyRun {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LAST_FRAMES = Duration.ofSeconds(3);
    private static final double WARM_UP_RATE = 200;

    private final Path directory;
    private final Path program;
    private final List<String> settings;
    private final Load load;
    private final List<Long> starts = new ArrayList<>();

    /** @param warmUp alerts before the measurement */
    record Load(int clients, double rate, Duration time, int warmUp, Duration settle) {}

    LatencyRun(Path directory, Path program, List<String> settings, Load load) {
        this.directory = directory;
        this.program = program;
        this.settings = settings;
        this.load = load;
    }

    /** Blocks. The last one of the starts is the one that is measured. */
    LatencyReport measure(int count) throws InterruptedException {
        for (int i = 1; i < count; i++) {
            start().close();
        }
        Vertx vertx = Vertx.vertx();
        try (Nocturne nocturne = start()) {
            return measure(vertx, nocturne);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer in time", e);
        } finally {
            vertx.close();
        }
    }

    private Nocturne start() {
        Nocturne nocturne = Nocturne.start(program, directory, settings);
        starts.add(nocturne.startNanos());
        System.err.printf("start %d: %s%n", starts.size(), Figure.seconds(nocturne.startNanos()));
        return nocturne;
    }

    private LatencyReport measure(Vertx vertx, Nocturne nocturne) throws InterruptedException, TimeoutException {
        Thread.sleep(load.settle.toMillis());
        Memory idle = Memory.of(nocturne);
        Screens screens = Screens.connect(vertx, nocturne, load.clients).await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        List<Context> sender = List.of(vertx.getOrCreateContext());
        OpenLoop.run(sender, 1, Duration.ofSeconds(1), screens::post);
        awaitFrames(screens);
        Screens.Times first = screens.times();
        System.err.println("warm-up");
        OpenLoop.run(
                sender, WARM_UP_RATE, Duration.ofMillis((long) (load.warmUp * 1000 / WARM_UP_RATE)), screens::post);
        awaitFrames(screens);
        screens.reset();
        System.err.println("measurement");
        OpenLoop.run(sender, load.rate, load.time, screens::post);
        awaitFrames(screens);
        String conditions = Machine.describe(directory) + "; " + load.clients
                + (load.clients == 1 ? " screen, " : " screens, ") + load.rate + " alerts a second for "
                + Figure.seconds(load.time.toNanos()) + " after " + load.warmUp;
        return new LatencyReport(
                conditions, starts, idle, Memory.of(nocturne), first, screens.times(), screens.missing());
    }

    private static void awaitFrames(Screens screens) throws InterruptedException {
        long end = System.nanoTime() + LAST_FRAMES.toNanos();
        while (screens.missing() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    /**
     * Bytes.
     *
     * @param jvm resident
     * @param postgres resident, summed over its processes: shared pages count once for each
     * @param postgresShared the same, shared pages divided between those that share them
     */
    record Memory(long jvm, long postgres, long postgresShared, long postgresProcesses) {
        static Memory of(Nocturne nocturne) {
            List<ProcessTree> children = nocturne.tree().children();
            return new Memory(
                    nocturne.tree().rootResident(),
                    children.stream().mapToLong(ProcessTree::resident).sum(),
                    children.stream().mapToLong(ProcessTree::proportional).sum(),
                    children.stream().mapToLong(ProcessTree::count).sum());
        }
    }
}
