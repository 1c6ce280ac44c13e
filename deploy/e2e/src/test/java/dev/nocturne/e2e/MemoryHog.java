package dev.nocturne.e2e;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;

/** The program, in one process with something that takes all direct memory, and says nothing when there is no more. */
public final class MemoryHog {
    static final String BEGIN = "begin";
    private static final int BLOCK = 64 * 1024;

    private final List<ByteBuffer> taken = new ArrayList<>();

    private MemoryHog() {}

    /** The property {@value #BEGIN} names a file: when it is there, the memory goes. */
    public static void main(String[] args) {
        Thread hog = new Thread(() -> new MemoryHog().take(Path.of(System.getProperty(BEGIN))), "hog");
        hog.setDaemon(true);
        hog.start();
        dev.nocturne.launcher.Main.main(args);
    }

    private void take(Path begin) {
        try {
            await(begin);
            while (true) {
                try {
                    taken.add(ByteBuffer.allocateDirect(BLOCK));
                } catch (OutOfMemoryError e) {
                    // the attempt has itself waited for half a second for memory to become free
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Path file) throws IOException, InterruptedException {
        try (WatchService changes = file.getFileSystem().newWatchService()) {
            requireNonNull(file.getParent()).register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) {
                changes.take().reset();
            }
        }
    }
}
