package dev.nocturne.e2e;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a process may have left behind in its data directory. */
final class Leftovers {
    private Leftovers() {}

    /** Processes that work in the directory or were started for it: the database server and its children. */
    static List<ProcessHandle> processes(Path dataDir) {
        return ProcessHandle.allProcesses()
                .filter(process -> isOf(process, dataDir))
                .toList();
    }

    static boolean isLocked(Path dataDir) throws IOException {
        try (FileChannel channel = FileChannel.open(dataDir.resolve("lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    private static boolean isOf(ProcessHandle process, Path dataDir) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(proc.resolve("cwd")).startsWith(dataDir)
                    || Files.readString(proc.resolve("cmdline")).contains(dataDir.toString());
        } catch (IOException e) {
            return false;
        }
    }
}
