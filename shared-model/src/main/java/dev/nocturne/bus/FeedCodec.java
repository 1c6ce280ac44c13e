package dev.nocturne.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.IncompatibleMessage;
import dev.nocturne.model.Severity;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The feed on the bus, in binary so that no node parses JSON to forward it: {@link WireVersion}, length of the head (short),
 * the head, the events. The head is epoch (2 longs), first and head (longs), count (int). An event is its length (int), seq
 * (long), kind (byte), severity (byte), number of sites (short), each site (short length, UTF-8), json (int length, UTF-8).
 *
 * <p>A new minor version may add to the end of the head and of each event: older readers skip it by the lengths. They pass
 * on an event of a kind that they do not know, so that no seq is missing.
 */
public record FeedCodec(String name) implements MessageCodec<FeedBatch, FeedBatch> {
    private static final WireVersion VERSION = new WireVersion(3, 0);
    private static final int HEAD = 36;

    @Override
    public void encodeToWire(Buffer out, FeedBatch batch) {
        VERSION.write(out);
        out.appendUnsignedShort(HEAD)
                .appendLong(batch.epoch().getMostSignificantBits())
                .appendLong(batch.epoch().getLeastSignificantBits())
                .appendLong(batch.first())
                .appendLong(batch.head())
                .appendInt(batch.events().size());
        for (FeedEvent event : batch.events()) {
            int length = out.length();
            out.appendInt(0);
            encode(out, event);
            out.setInt(length, out.length() - length - 4);
        }
    }

    private static void encode(Buffer out, FeedEvent event) {
        out.appendLong(event.seq())
                .appendByte((byte) event.kind())
                .appendByte((byte) event.severity().code())
                .appendUnsignedShort(event.sites().size());
        for (String name : event.sites()) {
            byte[] site = name.getBytes(UTF_8);
            out.appendUnsignedShort(site.length).appendBytes(site);
        }
        out.appendInt(event.json().length()).appendBuffer(event.json());
    }

    /** @throws IncompatibleMessage if the message is of another major */
    @Override
    public FeedBatch decodeFromWire(int position, Buffer in) {
        VERSION.read(name, position, in);
        int head = position + WireVersion.SIZE + 2;
        int count = in.getInt(head + 32);
        int at = head + in.getUnsignedShort(head - 2);
        List<FeedEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(event(at + 4, in));
            at += 4 + in.getInt(at);
        }
        return new FeedBatch(
                new UUID(in.getLong(head), in.getLong(head + 8)), in.getLong(head + 16), in.getLong(head + 24), events);
    }

    private static FeedEvent event(int at, Buffer in) {
        int end = at + 12;
        List<String> sites = new ArrayList<>();
        for (int site = in.getUnsignedShort(at + 10); site > 0; site--) {
            int begin = end + 2;
            end = begin + in.getUnsignedShort(end);
            sites.add(in.getString(begin, end));
        }
        int json = end + 4;
        return new FeedEvent(
                in.getLong(at),
                in.getUnsignedByte(at + 8),
                Severity.nearest(in.getUnsignedByte(at + 9)),
                sites,
                Buffer.buffer(in.getBytes(json, json + in.getInt(end))));
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
