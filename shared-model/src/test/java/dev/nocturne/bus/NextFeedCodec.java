package dev.nocturne.bus;

import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * The feed as a later node might speak it: each head ends with the origin of the batch, each event with its weight. It
 * frames by hand, and leaves what both versions have to {@link FeedCodec}.
 */
record NextFeedCodec(WireVersion version) implements MessageCodec<NextFeedCodec.Batch, NextFeedCodec.Batch> {
    private static final FeedCodec BEFORE = new FeedCodec("feed.v2");
    private static final int OLD_HEAD = 36;
    private static final int OLD_BEGIN = WireVersion.SIZE + 2;

    /**
     * @param origin 0 if the writer did not know of it
     * @param weights of the events, 0 where the writer did not know of them
     */
    record Batch(FeedBatch known, int origin, List<Integer> weights) {}

    @Override
    public void encodeToWire(Buffer out, Batch batch) {
        Buffer old = Buffer.buffer();
        BEFORE.encodeToWire(old, batch.known);
        version.write(out);
        out.appendUnsignedShort(OLD_HEAD + 4)
                .appendBuffer(old.slice(OLD_BEGIN, OLD_BEGIN + OLD_HEAD))
                .appendInt(batch.origin);
        int at = OLD_BEGIN + OLD_HEAD;
        for (int weight : batch.weights) {
            int length = old.getInt(at);
            out.appendInt(length + 4)
                    .appendBuffer(old.slice(at + 4, at + 4 + length))
                    .appendInt(weight);
            at += 4 + length;
        }
    }

    @Override
    public Batch decodeFromWire(int position, Buffer in) {
        FeedBatch known = BEFORE.decodeFromWire(position, in);
        int head = in.getUnsignedShort(position + WireVersion.SIZE);
        int at = position + OLD_BEGIN + head;
        int origin = head > OLD_HEAD ? in.getInt(at - 4) : 0;
        List<Integer> weights = new ArrayList<>();
        for (FeedEvent event : known.events()) {
            int length = in.getInt(at);
            at += 4 + length;
            weights.add(length > length(event) ? in.getInt(at - 4) : 0);
        }
        return new Batch(known, origin, weights);
    }

    /** Of an event without what this version has added. */
    private static int length(FeedEvent event) {
        Buffer alone = Buffer.buffer();
        BEFORE.encodeToWire(alone, new FeedBatch(Samples.ID, 1, 1, List.of(event)));
        return alone.length() - OLD_BEGIN - OLD_HEAD - 4;
    }

    @Override
    public Batch transform(Batch batch) {
        return batch;
    }

    @Override
    public String name() {
        return BEFORE.name();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
