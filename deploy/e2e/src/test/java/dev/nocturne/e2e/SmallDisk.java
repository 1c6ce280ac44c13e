package dev.nocturne.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory with little room, where the system lets us mount one; else a plain one. */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 1 << 20;

    private final Path path;
    private final Thread atEnd = new Thread(this::unmount, "disk-unmount");
    private final boolean small;

    SmallDisk(Path path) {
        this.path = path;
        Shell.run("mkdir", "-p", path.toString());
        small = Shell.isRoot();
        if (small) {
            Runtime.getRuntime().addShutdownHook(atEnd);
            Shell.run("mount", "-t", "tmpfs", "-o", "size=300m", "nocturne-test", path.toString());
        }
    }

    Path path() {
        return path;
    }

    boolean isSmall() {
        return small;
    }

    void fill() {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(new byte[BLOCK]);
            }
        } catch (IOException e) {
            // full
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return path.resolve("filler");
    }

    @Override
    public void close() {
        if (small) {
            Runtime.getRuntime().removeShutdownHook(atEnd);
            unmount();
        }
    }

    private void unmount() {
        Shell.run("umount", "-l", path.toString());
    }
}
