package dev.nocturne.push;

import io.netty.buffer.ByteBuf;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What comes next after a place in the ring, in one buffer, made once for all clients that get the same events, whatever
 * their filters are. Owned by one event loop.
 */
final class Joins {
    private final Ring ring;
    private final int maxBytes;
    private final WriteBudget budget;
    private final Map<Place, Joined> made = new HashMap<>();
    /** By what is in them, told apart as objects: an event's bytes are the ring's, and the same for all. */
    private final Map<List<byte[]>, ByteBuf> buffers = new HashMap<>();

    private final Map<Filter, WeakReference<Filter>> filters = new WeakHashMap<>();
    private @Nullable Place lastPlace;
    private @Nullable Joined last;

    /**
     * @param maxBytes most bytes in one buffer, unless a single event has more
     * @param budget where the memory of the buffers comes from
     */
    Joins(Ring ring, int maxBytes, WriteBudget budget) {
        this.ring = ring;
        this.maxBytes = maxBytes;
        this.budget = budget;
    }

    /** Filters are compared as objects: to compare their sites would take the longer the more there are, for each write. */
    @SuppressWarnings("ReferenceEquality")
    private record Place(long cursor, Filter filter, Form form) {
        boolean is(long otherCursor, Filter otherFilter, Form otherForm) {
            return cursor == otherCursor && filter == otherFilter && form == otherForm;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place && is(place.cursor, place.filter, place.form);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(cursor) + System.identityHashCode(filter) + form.hashCode();
        }
    }

    /**
     * @param end the cursor after it
     * @param bytes null when the filter lets nothing through; valid until the next {@link #clear()}
     */
    record Joined(long end, @Nullable ByteBuf bytes) {
        private static final Joined NO_MEMORY = new Joined(-1, null);

        /** Whether the budget has no memory for the buffer; then there is no end. */
        boolean lacksMemory() {
            return end < 0;
        }
    }

    /** The one object that stands for all filters which are equal to this one, as long as somebody holds it. */
    Filter shared(Filter filter) {
        WeakReference<Filter> known = filters.get(filter);
        Filter same = known == null ? null : known.get();
        if (same != null) {
            return same;
        }
        filters.put(filter, new WeakReference<>(filter));
        return filter;
    }

    /**
     * What follows {@code cursor}, which is in the ring; {@code end} is {@code cursor} when the ring has just lost it;
     * see {@link Joined#lacksMemory()}.
     *
     * @param filter a {@linkplain #shared shared} one
     */
    Joined after(long cursor, Filter filter, Form form) {
        Place before = lastPlace;
        Joined same = last;
        if (before != null && same != null && before.is(cursor, filter, form)) {
            return same;
        }
        Place place = new Place(cursor, filter, form);
        Joined joined = made.computeIfAbsent(place, this::make);
        lastPlace = place;
        last = joined;
        return joined;
    }

    private Joined make(Place place) {
        List<byte[]> parts = new ArrayList<>();
        int bytes = 0;
        long end = place.cursor;
        long head = ring.head();
        for (Ring.Entry entry = next(end, head); entry != null; entry = next(end, head)) {
            if (place.filter.matches(entry.event())) {
                byte[] part = place.form.of(entry.frames());
                if (bytes > 0 && bytes + part.length > maxBytes) {
                    break;
                }
                parts.add(part);
                bytes += part.length;
            }
            end++;
        }
        if (parts.isEmpty()) {
            return new Joined(end, null);
        }
        int size = bytes;
        ByteBuf buffer = buffers.computeIfAbsent(parts, same -> budget.join(same, size));
        return buffer == null ? Joined.NO_MEMORY : new Joined(end, buffer);
    }

    private Ring.@Nullable Entry next(long cursor, long head) {
        return cursor < head ? ring.get(cursor + 1) : null;
    }

    /** Forgets the buffers, which live on until the last socket has taken them. */
    void clear() {
        buffers.values().forEach(ByteBuf::release);
        buffers.clear();
        made.clear();
        lastPlace = null;
        last = null;
    }
}
