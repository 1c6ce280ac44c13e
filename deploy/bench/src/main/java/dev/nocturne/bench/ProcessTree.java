package dev.nocturne.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process with all that it started, as Linux shows them in /proc. What cannot be read counts as nothing. */
public record ProcessTree(ProcessHandle root) {
    private static final double NANOS_PER_TICK = 1e9 / 100;

    public static ProcessTree of(long pid) {
        return new ProcessTree(ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("no process " + pid)));
    }

    /** The processes that this one started, each with all that it started. */
    public List<ProcessTree> children() {
        return root.children().map(ProcessTree::new).toList();
    }

    /** CPU time so far, nanoseconds; with that of children which have ended. Steps are 10 ms. */
    public double cpu() {
        return processes().mapToDouble(ProcessTree::cpuOf).sum() + ended(root);
    }

    /** CPU time of the root alone, nanoseconds. */
    public double rootCpu() {
        return cpuOf(root);
    }

    public long count() {
        return processes().count();
    }

    /** Resident memory of the root alone, bytes. */
    public long rootResident() {
        return kilobytes(root, "status", "VmRSS:") << 10;
    }

    /** Sum over the processes, bytes: what they share is counted once for each. */
    public long resident() {
        return processes()
                .mapToLong(p -> kilobytes(p, "status", "VmRSS:") << 10)
                .sum();
    }

    /** Sum over the processes, bytes: what several share is divided between them. */
    public long proportional() {
        return processes()
                .mapToLong(p -> kilobytes(p, "smaps_rollup", "Pss:") << 10)
                .sum();
    }

    private Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    private static double cpuOf(ProcessHandle process) {
        String[] stat = stat(process);
        return ticks(stat, 13) + ticks(stat, 14);
    }

    private static double ended(ProcessHandle process) {
        String[] stat = stat(process);
        return ticks(stat, 15) + ticks(stat, 16);
    }

    private static double ticks(String[] stat, int field) {
        return field - 2 < stat.length ? Long.parseLong(stat[field - 2]) * NANOS_PER_TICK : 0;
    }

    /** From the third field on: the second is a name in brackets, which can hold anything. */
    private static String[] stat(ProcessHandle process) {
        String line = read(process, "stat");
        return line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
    }

    private static long kilobytes(ProcessHandle process, String file, String name) {
        return read(process, file)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (IOException e) {
            return "";
        }
    }
}
