package dev.nocturne.push;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteBudgetTest {
    private static final int PART = 1_000;

    private final WriteBudget budget = new WriteBudget(4 * PART);

    @Test
    void aSharedBufferCountsOnceUntilItsLastReaderHasTakenIt() {
        ByteBuf shared = join(2);
        ByteBuf one = shared.retainedDuplicate();
        ByteBuf other = shared.retainedDuplicate();
        shared.release();
        one.release();

        assertThat(budget.used()).isEqualTo(2 * PART);
        assertThat(other.readableBytes()).isEqualTo(2 * PART);
        other.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void thereIsNoBufferBeyondTheLimitAndOneAgainWhenAnotherIsFree() {
        ByteBuf first = join(3);

        assertThat(budget.join(parts(2), 2 * PART)).isNull();
        first.release();
        join(2).release();
    }

    @Test
    void whatOneClientHoldsAloneCountsToo() {
        budget.charge(3 * PART);

        assertThat(budget.fits(PART)).isTrue();
        assertThat(budget.fits(PART + 1)).isFalse();
        assertThat(budget.join(parts(2), 2 * PART)).isNull();
        budget.charge(-3 * PART);
        assertThat(budget.used()).isZero();
    }

    @Test
    void theExcessIsWhatFreesHalfAndBeginsAboveThreeQuarters() {
        budget.charge(3 * PART);
        assertThat(budget.excess()).isZero();

        budget.charge(1);
        assertThat(budget.excess()).isEqualTo(PART + 1);
    }

    private ByteBuf join(int parts) {
        return requireNonNull(budget.join(parts(parts), parts * PART));
    }

    private static List<byte[]> parts(int count) {
        return Collections.nCopies(count, new byte[PART]);
    }
}
