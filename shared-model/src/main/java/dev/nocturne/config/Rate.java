package dev.nocturne.config;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/**
 * How many requests are taken.
 *
 * @param perSecond in the long run
 * @param burst at once, after a quiet time; not less than {@code perSecond}
 */
public record Rate(int perSecond, int burst) {
    /** A full one, for one client. It belongs to one thread. */
    public Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withNanosecondPrecision()
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }
}
