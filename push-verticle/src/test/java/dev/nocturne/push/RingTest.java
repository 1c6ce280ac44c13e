package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Severity;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
    private static final UUID EPOCH = new UUID(1, 2);

    private final Ring ring = new Ring(4, 100_000, Form::all);

    @BeforeEach
    void begin() {
        ring.startAfter(EPOCH, 0);
    }

    @Test
    void aNewRingHoldsNothing() {
        assertThat(ring.head()).isZero();
        assertThat(ring.floor()).isZero();
        assertThat(ring.get(1)).isNull();
        assertThat(ring.get(0)).isNull();
    }

    @Test
    void untilItIsFullEveryEventIsThere() {
        fill(1, 4);

        assertThat(ring.head()).isEqualTo(4);
        assertThat(ring.floor()).isZero();
        assertThat(LongStream.rangeClosed(1, 4)).allMatch(this::has);
    }

    @Test
    void whenItWrapsTheOldestGoAndNoneIsTakenForAnother() {
        fill(1, 6);

        assertThat(ring.floor()).isEqualTo(2);
        assertThat(ring.get(1)).isNull();
        assertThat(ring.get(2)).isNull();
        assertThat(LongStream.rangeClosed(3, 6)).allMatch(this::has);
        assertThat(ring.get(7)).isNull();
    }

    @Test
    void itWrapsForeverWithTheRightEvents() {
        fill(1, 1_000);

        assertThat(ring.floor()).isEqualTo(996);
        assertThat(LongStream.rangeClosed(997, 1_000)).allMatch(this::has);
        assertThat(LongStream.rangeClosed(1, 996)).noneMatch(seq -> ring.get(seq) != null);
    }

    @Test
    void itStartsAfterAnySeqAndForgetsWhatWasThere() {
        fill(1, 4);
        ring.startAfter(EPOCH, 40);

        assertThat(ring.head()).isEqualTo(40);
        assertThat(ring.floor()).isEqualTo(40);
        assertThat(ring.get(4)).isNull();
        fill(41, 42);
        assertThat(ring.floor()).isEqualTo(40);
        assertThat(has(41)).isTrue();
    }

    @Test
    void itStartsAgainBelowWhereItWas() {
        ring.startAfter(EPOCH, 100);
        fill(101, 104);
        ring.startAfter(EPOCH, 0);
        fill(1, 1);

        assertThat(ring.head()).isEqualTo(1);
        assertThat(ring.floor()).isZero();
        assertThat(ring.get(101)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, 0})
    void itTakesNothingButTheNextEvent(long seq) {
        fill(1, 2);

        assertThatThrownBy(() -> ring.add(event(seq))).isInstanceOf(IllegalArgumentException.class);
        assertThat(ring.head()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 6, -4})
    void itsSizeIsAPowerOfTwo(int size) {
        assertThatThrownBy(() -> new Ring(size, 100_000, Form::all)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itHoldsNoMoreMemoryThanItMayAndAlwaysTheNewestEvent() {
        Ring small = new Ring(64, 1_000, Form::all);
        LongStream.rangeClosed(1, 20).forEach(seq -> small.add(event(seq)));

        assertThat(small.head()).isEqualTo(20);
        assertThat(small.floor()).isBetween(14L, 18L);
        assertThat(small.get(small.floor())).isNull();
        assertThat(small.get(small.floor() + 1)).isNotNull();
        assertThat(small.get(20)).isNotNull();
    }

    private boolean has(long seq) {
        Ring.Entry entry = ring.get(seq);
        return entry != null
                && entry.event().seq() == seq
                && new String(Form.EVENT_STREAM.of(entry.frames()), UTF_8)
                        .equals("event: broadcast\nid: 00000000-0000-0001-0000-000000000002:" + seq
                                + "\ndata: {\"seq\":" + seq + "}\n\n");
    }

    private void fill(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(seq -> ring.add(event(seq)));
    }

    private static FeedEvent event(long seq) {
        return new FeedEvent(
                seq, EventKind.CREATED.code(), Severity.INFO, List.of("A"), Buffer.buffer("{\"seq\":" + seq + "}"));
    }
}
