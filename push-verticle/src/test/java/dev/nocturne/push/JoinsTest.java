package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import dev.nocturne.push.Joins.Joined;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoinsTest {
    /** A frame of {@code {"seq":n}} with one digit. */
    private static final int FRAME = 2 + 9;

    private final Ring ring = new Ring(8, 1_000_000, Form::all);
    private Joins joins;

    @BeforeEach
    void fill() {
        joins = new Joins(ring, 3 * FRAME, new WriteBudget(1 << 20));
        for (long seq = 1; seq <= 8; seq++) {
            ring.add(new FeedEvent(
                    seq,
                    EventKind.CREATED.code(),
                    Severity.INFO,
                    List.of(seq % 2 == 0 ? "even" : "odd"),
                    Buffer.buffer("{\"seq\":" + seq + "}")));
        }
    }

    @AfterEach
    void clear() {
        joins.clear();
    }

    @Test
    void theNextEventsAreOneBufferOfWholeFramesUpToTheLimit() {
        Joined first = joins.after(0, Filter.ALL, Form.WEB_SOCKET);

        assertThat(first.end()).isEqualTo(3);
        assertThat(text(first)).isEqualTo("\u0081\u0009{\"seq\":1}\u0081\u0009{\"seq\":2}\u0081\u0009{\"seq\":3}");
        assertThat(joins.after(6, Filter.ALL, Form.WEB_SOCKET).end()).isEqualTo(8);
    }

    @Test
    void anEventOverTheLimitIsWrittenAlone() {
        Joins small = new Joins(ring, 1, new WriteBudget(1 << 20));

        assertThat(small.after(4, Filter.ALL, Form.WEB_SOCKET).end()).isEqualTo(5);
        small.clear();
    }

    @Test
    void clientsAtTheSamePlaceWithEqualFiltersShareOneBuffer() {
        Filter even = joins.shared(filter("even"));
        Joined one = joins.after(2, even, Form.WEB_SOCKET);
        joins.after(2, filter("odd"), Form.WEB_SOCKET);

        assertThat(joins.shared(filter("even"))).isSameAs(even);
        assertThat(joins.after(2, even, Form.WEB_SOCKET)).isSameAs(one);
        assertThat(joins.after(2, even, Form.EVENT_STREAM)).isNotSameAs(one);
    }

    @Test
    void filtersThatLetTheSameEventsThroughShareOneBuffer() {
        Filter more = new Filter(new Sites(false, Set.of("even", "elsewhere")), Severity.UNCLASSIFIED);
        Joined even = joins.after(2, filter("even"), Form.WEB_SOCKET);

        assertThat(joins.after(2, more, Form.WEB_SOCKET).bytes()).isSameAs(even.bytes());
        assertThat(joins.after(2, more, Form.EVENT_STREAM).bytes()).isNotSameAs(even.bytes());
        assertThat(joins.after(2, filter("odd"), Form.WEB_SOCKET).bytes()).isNotSameAs(even.bytes());
    }

    @Test
    void whatAFilterHoldsBackMovesTheCursorWithoutAWrite() {
        Joined none = joins.after(0, filter("elsewhere"), Form.WEB_SOCKET);

        assertThat(none.end()).isEqualTo(8);
        assertThat(none.bytes()).isNull();
        assertThat(text(joins.after(6, filter("even"), Form.WEB_SOCKET)))
                .contains("8")
                .doesNotContain("7");
    }

    @Test
    void aBufferIsFreedWhenThePassAndTheLastSocketAreDoneWithIt() {
        ByteBuf shared = Objects.requireNonNull(
                joins.after(0, Filter.ALL, Form.WEB_SOCKET).bytes());
        ByteBuf ofASocket = shared.retainedDuplicate();

        joins.clear();
        assertThat(shared.refCnt()).isEqualTo(1);
        ofASocket.release();

        assertThat(shared.refCnt()).isZero();
    }

    private static Filter filter(String site) {
        return new Filter(new Sites(false, Set.of(site)), Severity.UNCLASSIFIED);
    }

    private static String text(Joined joined) {
        byte[] bytes = new byte[Objects.requireNonNull(joined.bytes()).readableBytes()];
        joined.bytes().getBytes(0, bytes);
        return new String(bytes, ISO_8859_1);
    }
}
