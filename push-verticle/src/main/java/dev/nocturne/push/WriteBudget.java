package dev.nocturne.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The memory of all writes of a node that clients have not taken yet, and its limit. A shared buffer counts once, however
 * many clients wait for it, and until the last one has taken it. Safe for all threads.
 */
final class WriteBudget {
    private final long limit;
    /** Not pooled: a pool keeps whole chunks for one buffer that waits, so that what counts would not be what is used. */
    private final UnpooledByteBufAllocator shared = new UnpooledByteBufAllocator(true, true);

    private final LongAdder unshared = new LongAdder();

    /** @param limit bytes */
    WriteBudget(long limit) {
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    long used() {
        return shared.metric().usedDirectMemory() + unshared.sum();
    }

    boolean fits(int bytes) {
        return used() + bytes <= limit;
    }

    /** Bytes to free before half of the limit is free again; 0 while less than three quarters are used. */
    long excess() {
        long used = used();
        return used > limit / 4 * 3 ? used - limit / 2 : 0;
    }

    /**
     * The parts in one buffer outside of the heap, from where each socket takes it without a copy of its own; null if there
     * is no memory for it.
     */
    @Nullable
    ByteBuf join(List<byte[]> parts, int bytes) {
        if (!fits(bytes)) {
            return null;
        }
        ByteBuf buffer = shared.directBuffer(bytes, bytes);
        parts.forEach(buffer::writeBytes);
        return buffer;
    }

    /** Counts bytes that wait for one client alone, or no longer do. */
    void charge(long bytes) {
        unshared.add(bytes);
    }
}
