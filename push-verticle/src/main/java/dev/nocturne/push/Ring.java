package dev.nocturne.push;

import dev.nocturne.model.FeedEvent;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of the feed, shared by all event loops of a node. One thread writes; any thread reads, without
 * locks. A reader that is too slow finds its event overwritten, never a wrong one.
 */
final class Ring {
    private static final int OVERHEAD = 200;

    private final AtomicReferenceArray<@Nullable Entry> entries;
    private final int mask;
    private final long maxBytes;
    private final Encoder encoder;
    private UUID epoch = new UUID(0, 0);
    private long bytes;
    private volatile long head;
    private volatile long floor;

    /** Makes the bytes that clients get of an event, in each form that there is. */
    interface Encoder {
        byte[][] encode(UUID epoch, FeedEvent event);
    }

    /**
     * An event with the bytes that clients get, made once for all of them.
     *
     * @param frames one for each form, in the encoder's order
     */
    @SuppressWarnings("ArrayRecordComponent") // shared by many threads, and changed by none
    record Entry(FeedEvent event, byte[][] frames) {
        /** Roughly what it holds in memory, bytes. */
        long size() {
            long size = (long) OVERHEAD + event.json().length();
            for (byte[] frame : frames) {
                size += frame.length;
            }
            return size;
        }
    }

    /**
     * @param size most events, a power of two
     * @param maxBytes most memory for them, roughly
     */
    Ring(int size, long maxBytes, Encoder encoder) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("ring size must be a power of two, was " + size);
        }
        this.entries = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
        this.maxBytes = maxBytes;
        this.encoder = encoder;
    }

    /** Forgets everything; the next event to add is {@code head + 1} of that feed. Writer's thread only. */
    void startAfter(UUID newEpoch, long newHead) {
        epoch = newEpoch;
        for (int i = 0; i <= mask; i++) {
            entries.set(i, null);
        }
        bytes = 0;
        floor = newHead;
        head = newHead;
    }

    /** Adds the event after the head. Writer's thread only. */
    void add(FeedEvent event) {
        if (event.seq() != head + 1) {
            throw new IllegalArgumentException("ring is at " + head + ", cannot add " + event.seq());
        }
        replace(event.seq(), new Entry(event, encoder.encode(epoch, event)));
        head = event.seq();
        while (bytes > maxBytes && floor() < head - 1) {
            floor = floor() + 1;
            replace(floor, null);
        }
    }

    private void replace(long seq, @Nullable Entry entry) {
        Entry old = entries.getAndSet((int) seq & mask, entry);
        bytes += (entry == null ? 0 : entry.size()) - (old == null ? 0 : old.size());
    }

    /** The newest seq that can be read. */
    long head() {
        return head;
    }

    /** Events after this seq are here, unless a writer overtakes the reader. */
    long floor() {
        return Math.max(floor, head - mask - 1);
    }

    /** The event with this seq, or null when it is not here. */
    @Nullable
    Entry get(long seq) {
        Entry entry = entries.get((int) seq & mask);
        return entry != null && entry.event().seq() == seq ? entry : null;
    }
}
