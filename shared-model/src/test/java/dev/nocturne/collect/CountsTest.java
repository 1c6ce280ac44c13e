package dev.nocturne.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountsTest {
    private final Counts counts = new Counts();

    @Test
    void thereIsRoomAgainForEachThatWasTakenBackAndForNoMore() {
        assertThat(counts.add("a", 2)).isTrue();
        assertThat(counts.add("a", 2)).isTrue();
        assertThat(counts.add("a", 2)).isFalse();
        assertThat(counts.add("b", 1)).isTrue();

        counts.remove("a");

        assertThat(counts.add("a", 2)).isTrue();
        assertThat(counts.add("a", 2)).isFalse();
    }

    @Test
    void takingBackWhatIsNotThereMakesNoRoom() {
        counts.remove("a");

        assertThat(counts.add("a", 1)).isTrue();
        assertThat(counts.add("a", 1)).isFalse();
    }

    @Test
    void manyThreadsNeverHaveMoreThanTheBound() {
        long added = IntStream.range(0, 10_000)
                .parallel()
                .filter(i -> counts.add("a", 100))
                .count();

        assertThat(added).isEqualTo(100);
    }
}
