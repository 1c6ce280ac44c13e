package dev.nocturne.collect;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many there are of each key, up to a bound; a key of which there are none takes no memory. Safe for all threads. */
public final class Counts {
    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();

    /**
     * Counts one more.
     *
     * @return false if there are {@code most} already; then nothing was counted
     */
    public boolean add(String key, int most) {
        boolean added = counts.merge(key, 1, Integer::sum) <= most;
        if (!added) {
            remove(key);
        }
        return added;
    }

    /** Takes back what {@link #add} has counted, once for each time. */
    public void remove(String key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
