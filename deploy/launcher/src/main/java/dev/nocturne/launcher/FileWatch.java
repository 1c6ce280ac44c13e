package dev.nocturne.launcher;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Files, and whether what is in them has changed. By content, as what mounts or links files may keep their times. */
final class FileWatch {
    private static final long PERIOD_MILLIS = 1_000;

    private final List<Path> files;
    private Map<Path, String> read;

    FileWatch(List<Path> files) {
        this.files = List.copyOf(files);
        this.read = content();
    }

    /** Since this was asked before. */
    boolean hasChanged() {
        Map<Path, String> now = content();
        boolean changed = !now.equals(read);
        read = now;
        return changed;
    }

    /** Has somebody look every second from now on, on a worker thread, one look at a time. */
    static void everySecond(Vertx vertx, Runnable look) {
        AtomicBoolean looking = new AtomicBoolean();
        vertx.setPeriodic(PERIOD_MILLIS, tick -> {
            if (looking.compareAndSet(false, true)) {
                vertx.executeBlocking(
                                () -> {
                                    look.run();
                                    return true;
                                },
                                false)
                        .onComplete(looked -> looking.set(false));
            }
        });
    }

    private Map<Path, String> content() {
        Map<Path, String> content = new HashMap<>();
        for (Path file : files) {
            try {
                content.put(file, Files.exists(file) ? Files.readString(file) : "");
            } catch (IOException e) {
                content.put(file, e.toString());
            }
        }
        return content;
    }
}
