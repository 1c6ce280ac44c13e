package dev.nocturne.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends every process that this one started when it is ended itself, by Ctrl-C or by a signal, and lets it clean up. */
final class Interruption {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::endAll, "interruption");

    private Interruption() {}

    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void endAll() {
        if (over.getCount() == 0) {
            return;
        }
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
        try {
            if (!over.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is cleaned up. */
    void over() {
        over.countDown();
    }
}
