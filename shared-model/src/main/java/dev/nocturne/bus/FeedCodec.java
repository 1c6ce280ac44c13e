package dev.nocturne.bus;

import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Severity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The feed on the bus, in binary so that no node parses JSON to forward it: version (byte), epoch (2 longs), first and head
 * (longs), count (int), then for each event seq (long), kind (byte), severity (byte), number of sites (short), each site (short
 * length, UTF-8), json (int length, UTF-8).
 */
public record FeedCodec(String name) implements MessageCodec<FeedBatch, FeedBatch> {
    private static final byte VERSION = 2;

    @Override
    public void encodeToWire(Buffer out, FeedBatch batch) {
        out.appendByte(VERSION)
                .appendLong(batch.epoch().getMostSignificantBits())
                .appendLong(batch.epoch().getLeastSignificantBits())
                .appendLong(batch.first())
                .appendLong(batch.head())
                .appendInt(batch.events().size());
        for (FeedEvent event : batch.events()) {
            out.appendLong(event.seq())
                    .appendByte((byte) event.kind().code())
                    .appendByte((byte) event.severity().code())
                    .appendUnsignedShort(event.sites().size());
            for (String name : event.sites()) {
                byte[] site = name.getBytes(StandardCharsets.UTF_8);
                out.appendUnsignedShort(site.length).appendBytes(site);
            }
            out.appendInt(event.json().length()).appendBuffer(event.json());
        }
    }

    @Override
    public FeedBatch decodeFromWire(int position, Buffer in) {
        WireVersion.check(name, VERSION, in.getByte(position));
        UUID epoch = new UUID(in.getLong(position + 1), in.getLong(position + 9));
        long first = in.getLong(position + 17);
        long head = in.getLong(position + 25);
        int count = in.getInt(position + 33);
        int at = position + 37;
        List<FeedEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int end = at + 12;
            List<String> sites = new ArrayList<>();
            for (int site = in.getUnsignedShort(at + 10); site > 0; site--) {
                int begin = end + 2;
                end = begin + in.getUnsignedShort(end);
                sites.add(in.getString(begin, end));
            }
            int jsonEnd = end + 4 + in.getInt(end);
            events.add(new FeedEvent(
                    in.getLong(at),
                    EventKind.ofCode(in.getByte(at + 8)),
                    Severity.ofCode(in.getByte(at + 9)),
                    sites,
                    Buffer.buffer(in.getBytes(end + 4, jsonEnd))));
            at = jsonEnd;
        }
        return new FeedBatch(epoch, first, head, events);
    }

    /** Batches are immutable, so a local receiver gets the same object. */
    @Override
    public FeedBatch transform(FeedBatch batch) {
        return batch;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
