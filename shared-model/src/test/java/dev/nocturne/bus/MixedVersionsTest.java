package dev.nocturne.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.bus.NextFeedCodec.Batch;
import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.IncompatibleMessage;
import dev.nocturne.model.Json;
import dev.nocturne.model.Severity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two versions of each codec against each other, as during a rolling upgrade. */
class MixedVersionsTest {
    private static final int NEW_KIND = 17;
    private static final FeedBatch BATCH = new FeedBatch(
            Samples.ID, 3, 99, List.of(event(97, EventKind.CREATED.code()), event(98, NEW_KIND), event(99, 3)));

    private static final FeedCodec FEED = new FeedCodec("feed.v2");
    private static final NextFeedCodec NEXT_FEED = new NextFeedCodec(new WireVersion(3, 1));
    private static final JsonCodec<Question> JSON = new JsonCodec<>("Question.v1", Question.class);
    private static final JsonCodec<NextQuestion> NEXT_JSON =
            new JsonCodec<>("Question.v1", NextQuestion.class, new WireVersion(2, 1));

    record Question(long since, Colour colour) {}

    record NextQuestion(
            long since,
            NextColour colour,
            List<String> sites,
            @Nullable String asker) {}

    enum Colour {
        RED
    }

    enum NextColour {
        RED,
        BLUE
    }

    private static FeedEvent event(long seq, int kind) {
        return new FeedEvent(seq, kind, Severity.HIGH, List.of("HEL1", "TKU"), Buffer.buffer("{\"seq\":" + seq + "}"));
    }

    @Test
    void anOldReaderSkipsWhatANewerFeedHasAddedAndMissesNoSeq() {
        FeedBatch read = send(NEXT_FEED, new Batch(BATCH, 4711, List.of(1, 2, 3)), FEED);

        assertThat(read).isEqualTo(BATCH);
    }

    @Test
    void aNewReaderKnowsWhatAnOlderFeedDoesNotHave() {
        assertThat(send(FEED, BATCH, NEXT_FEED)).isEqualTo(new Batch(BATCH, 0, List.of(0, 0, 0)));
        Batch own = new Batch(BATCH, 4711, List.of(1, 2, 3));
        assertThat(send(NEXT_FEED, own, NEXT_FEED)).isEqualTo(own);
    }

    @Test
    void aNodePassesOnAKindOfEventThatItDoesNotKnow() {
        FeedBatch once = send(NEXT_FEED, new Batch(BATCH, 1, List.of(1, 2, 3)), FEED);

        assertThat(send(FEED, once, FEED).events()).extracting(FeedEvent::kind).containsExactly(0, NEW_KIND, 3);
    }

    @Test
    void aSeverityOfANewerNodeIsTheNearest() {
        Buffer wire = Buffer.buffer();
        FEED.encodeToWire(wire, BATCH);
        wire.setByte(WireVersion.SIZE + 2 + 36 + 4 + 9, (byte) 200);

        assertThat(FEED.decodeFromWire(0, wire).events())
                .extracting(FeedEvent::severity)
                .containsExactly(Severity.CRITICAL, Severity.HIGH, Severity.HIGH);
    }

    @Test
    void anOldReaderIgnoresFieldsAndANewOneDoesWithout() {
        NextQuestion asked = new NextQuestion(7, NextColour.RED, List.of("HEL1"), "push");

        assertThat(send(NEXT_JSON, asked, JSON)).isEqualTo(new Question(7, Colour.RED));
        assertThat(send(JSON, new Question(7, Colour.RED), NEXT_JSON))
                .isEqualTo(new NextQuestion(7, NextColour.RED, List.of(), null));
    }

    @Test
    void aValueThatOnlyNewerNodesKnowIsRefusedAsOfAnotherVersion() {
        NextQuestion asked = new NextQuestion(7, NextColour.BLUE, List.of(), null);

        assertThatThrownBy(() -> send(NEXT_JSON, asked, JSON))
                .isInstanceOf(IncompatibleMessage.class)
                .hasMessage("Question.v1: message version 2.1, this node speaks 2.0");
    }

    @Test
    void anotherMajorIsRefusedInBothDirections() {
        NextFeedCodec major = new NextFeedCodec(new WireVersion(4, 0));
        JsonCodec<Question> json = new JsonCodec<>("Question.v1", Question.class, new WireVersion(3, 0));

        assertThatThrownBy(() -> send(major, new Batch(BATCH, 1, List.of(1, 2, 3)), FEED))
                .isInstanceOf(IncompatibleMessage.class)
                .hasMessage("feed.v2: message version 4.0, this node speaks 3.0");
        assertThatThrownBy(() -> send(json, new Question(7, Colour.RED), JSON))
                .hasMessage("Question.v1: message version 3.0, this node speaks 2.0");
        assertThatThrownBy(() -> send(JSON, new Question(7, Colour.RED), json))
                .hasMessage("Question.v1: message version 2.0, this node speaks 3.0");
    }

    @Test
    void anAlertWhoseNewestEventIsOfANewerKindIsStillRead() {
        String stored = """
                {"seq":7,"event":"alert.escalated","id":"0193481e-7c00-7abc-8def-0123456789ab","sites":["HEL1"],"hosts":[],
                "groups":[],"severity":"high","message":"m","status":"open","acknowledged":false,"tags":[],
                "ts":"2026-11-20T18:55:00Z","source":"api","sourceId":"x","occurredAt":"2026-11-20T18:55:00Z","warnings":[]}""";

        assertThat(Json.read(stored, AlertEvent.class).event()).isEqualTo(EventKind.UPDATED);
    }

    private static <A, B> B send(MessageCodec<A, A> writer, A value, MessageCodec<B, B> reader) {
        Buffer wire = Buffer.buffer("xyz");
        writer.encodeToWire(wire, value);
        return reader.decodeFromWire(3, wire);
    }
}
