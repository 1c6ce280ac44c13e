package dev.nocturne.bench.fanout;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;

/** What every contender's process does once it listens: it makes events on demand, and tells what it has in memory. */
final class Served {
    private static final int COLLECTIONS = 3;

    private Served() {}

    /**
     * Blocks for the life of the process.
     *
     * @param pid the process whose CPU time counts, with its children
     */
    static void serve(int port, long pid, Producers.Sink sink) throws IOException {
        Producers producers = new Producers(sink);
        Orders.serve(port + " " + pid, words -> obey(producers, words));
    }

    private static String obey(Producers producers, String[] words) throws InterruptedException {
        return switch (words[0]) {
            case "steady" ->
                Long.toString(
                        producers.steady(Double.parseDouble(words[1]), Duration.ofMillis(Long.parseLong(words[2]))));
            case "storm" -> Long.toString(producers.storm(Duration.ofMillis(Long.parseLong(words[1]))));
            case "memory" -> heap() + " " + direct();
            default -> throw new IllegalArgumentException("no such order");
        };
    }

    /** Bytes in use after a collection; reference queues need more than one to be done with. */
    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
