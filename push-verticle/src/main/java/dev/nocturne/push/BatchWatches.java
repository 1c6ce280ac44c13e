package dev.nocturne.push;

import java.util.function.Supplier;

/** Those who watch the commits over one event loop, which owns this. */
final class BatchWatches {
    private final Rotation<BatchWatch> watches = new Rotation<>();

    void add(BatchWatch watch) {
        watches.add(watch);
    }

    void remove(BatchWatch watch) {
        watches.remove(watch);
    }

    /** @param frame is encoded once for all, and only if somebody watches */
    void tell(Supplier<byte[]> frame) {
        if (!watches.isEmpty()) {
            byte[] encoded = frame.get();
            watches.all().forEach(watch -> watch.batch(encoded));
        }
    }
}
