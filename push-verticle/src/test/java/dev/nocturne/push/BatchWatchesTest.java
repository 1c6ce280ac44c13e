package dev.nocturne.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@link OtherPathsTest} has those who watch. */
class BatchWatchesTest {
    @Test
    void aCommitThatNobodyWatchesIsNotEncoded() {
        AtomicInteger encoded = new AtomicInteger();

        new BatchWatches().tell(() -> new byte[encoded.incrementAndGet()]);

        assertThat(encoded).hasValue(0);
    }
}
