package dev.nocturne.e2e;

import java.io.File;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The program, in one process with something that takes all direct memory, and says nothing when there is no more. */
public final class MemoryHog {
    static final String BEGIN = "begin";
    private static final int BLOCK = 64 * 1024;
    private static final long POLL_MILLIS = 50;

    private final List<ByteBuffer> taken = new ArrayList<>();

    private MemoryHog() {}

    /** The property {@value #BEGIN} names a file: when it is there, the memory goes. */
    public static void main(String[] args) {
        Thread hog = new Thread(() -> new MemoryHog().take(new File(System.getProperty(BEGIN))), "hog");
        hog.setDaemon(true);
        hog.start();
        dev.nocturne.launcher.Main.main(args);
    }

    private void take(File begin) {
        try {
            while (!begin.exists()) {
                Thread.sleep(POLL_MILLIS);
            }
            while (true) {
                try {
                    taken.add(ByteBuffer.allocateDirect(BLOCK));
                } catch (OutOfMemoryError e) {
                    Thread.sleep(POLL_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
