package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Figure;
import dev.nocturne.bench.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an idle connection costs: memory with none, and with many. */
final class MemoryRun {
    static final double AIM = 10_000;

    private static final int WARM_UPS = 4;
    private static final int WARM_UP_SOCKETS = 500;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Crowd crowd;
    private final int sockets;

    /**
     * Bytes.
     *
     * @param heap in use after a collection
     * @param others resident, without the heap, which is resident as a whole
     * @param direct of the others, what the JDK's direct buffers take
     */
    record Memory(long heap, long others, long direct) {
        static Memory of(Server server) throws InterruptedException {
            Thread.sleep(REST.toMillis());
            String[] told = server.child().ask("memory", LIMIT).split(" ", -1);
            return new Memory(
                    Long.parseLong(told[0]),
                    server.tree().rootResident() - Candidates.FIXED_HEAP,
                    Long.parseLong(told[1]));
        }

        long all() {
            return heap + others;
        }
    }

    /** One contender without connections, and with so many. */
    record Result(String name, int sockets, Memory without, Memory with) {
        double perConnection() {
            return (double) (with.all() - without.all()) / sockets;
        }
    }

    MemoryRun(Crowd crowd, int sockets) {
        this.crowd = crowd;
        this.sockets = sockets;
    }

    /** Blocks; each in a process of its own that has had some connections and events before. */
    List<Result> measure() throws InterruptedException {
        System.err.printf("memory of %d connections%n", sockets);
        List<Result> results = new ArrayList<>();
        for (Candidate candidate : List.of(
                Candidates.fixedHeap(Candidates.PLAIN, PlainServer.class),
                Candidates.fixedHeap(Candidates.NOCTURNE, NocturneServer.class))) {
            try (Server server = candidate.start()) {
                results.add(measure(server));
            }
        }
        return results;
    }

    private Result measure(Server server) throws InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            crowd.connect(server.port(), Math.min(sockets, WARM_UP_SOCKETS), 0);
            server.make(Load.storm(WARM_UP));
            crowd.settle();
            crowd.disconnect();
        }
        Memory without = Memory.of(server);
        crowd.connect(server.port(), sockets, 0);
        try {
            return new Result(server.name(), sockets, without, Memory.of(server));
        } finally {
            crowd.disconnect();
        }
    }

    /** As Markdown. */
    static String text(List<Result> results) {
        Table table = new Table(
                "memory, " + Figure.whole(results.get(0).sockets) + " idle connections",
                "heap, none",
                "heap, all",
                "outside, none",
                "outside, all",
                "direct buffers",
                "bytes a connection");
        List<String> aims = new ArrayList<>();
        for (Result result : results) {
            table.row(
                    result.name,
                    Figure.megabytes(result.without.heap),
                    Figure.megabytes(result.with.heap),
                    Figure.megabytes(result.without.others),
                    Figure.megabytes(result.with.others),
                    Figure.megabytes(result.with.direct),
                    Figure.whole(result.perConnection()));
            if (result.name.equals(Candidates.NOCTURNE)) {
                aims.add(Aim.atMost("bytes an idle connection", result.perConnection(), AIM));
            }
        }
        return table + "\n" + String.join("\n", Aim.list(aims));
    }
}
