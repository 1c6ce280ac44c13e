package dev.nocturne.bench.fanout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How many files, and so sockets, one process may have open here. */
final class FileLimit {
    /** What a process opens beside its sockets, generously. */
    private static final int OTHERS = 500;

    private FileLimit() {}

    /** What to do about it, if a process cannot hold so many sockets. */
    static Optional<String> refusal(int sockets) {
        int needed = sockets + OTHERS;
        long limit = hardLimit();
        return limit >= needed
                ? Optional.empty()
                : Optional.of(sockets + " sockets need " + needed + " open files in one process, and the limit is "
                        + limit + ": raise it (as root: ulimit -n " + needed + "; for good: nofile in"
                        + " /etc/security/limits.conf, or LimitNOFILE of a systemd unit), or ask for fewer --sockets");
    }

    /** A JVM raises its soft limit to it by itself. */
    private static long hardLimit() {
        try {
            List<String> limits = Files.readAllLines(Path.of("/proc/self/limits"));
            return limits.stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split(" {2,}", -1)[2].strip())
                    .mapToLong(hard -> hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
