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

    /** The database server and its children, which all work in the directory. */
    static List<ProcessHandle> database(Path dataDir) {
        return ProcessHandle.allProcesses()
                .filter(process -> worksIn(process, dataDir))
                .toList();
    }

    static boolean isLocked(Path dataDir) throws IOException {
        try (FileChannel channel = FileChannel.open(dataDir.resolve("lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        }
    }

    private static boolean isOf(ProcessHandle process, Path dataDir) {
        try {
            return worksIn(process, dataDir)
                    || Files.readString(proc(process).resolve("cmdline")).contains(dataDir.toString());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean worksIn(ProcessHandle process, Path dataDir) {
        try {
            return Files.readSymbolicLink(proc(process).resolve("cwd")).startsWith(dataDir);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }
}
