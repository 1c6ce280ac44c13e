package dev.nocturne.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where figures were taken, in one line. */
public final class Machine {
    private Machine() {}

    public static String describe(Path data) {
        return Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version")
                + ", Linux " + System.getProperty("os.version") + ", data on " + fileSystem(data) + ", load "
                + load();
    }

    private static String fileSystem(Path data) {
        try {
            return Files.getFileStore(data).type();
        } catch (IOException e) {
            return "an unknown file system";
        }
    }

    /** The mean number of busy processes in the last minute: above zero before a run, somebody else is working here. */
    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        } catch (IOException e) {
            return "unknown";
        }
    }
}
