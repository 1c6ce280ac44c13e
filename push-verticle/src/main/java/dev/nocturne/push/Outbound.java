package dev.nocturne.push;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/** What was written to one channel and waits until its peer takes it. Owned by the channel's event loop. */
final class Outbound {
    private final Channel channel;
    private final WriteBudget budget;
    /** All bytes that were written for the peer. */
    private long given;
    /** The most of them that the peer was seen to have taken. */
    private long taken;

    private long takenAt = System.nanoTime();
    /** Bytes in memory of this peer alone that were written since nothing waited. */
    private long unshared;
    /** The part of them that the budget counts. */
    private long charged;

    Outbound(Channel channel, WriteBudget budget) {
        this.channel = channel;
        this.budget = budget;
    }

    /**
     * Called before each write, and {@link #charge} after it.
     *
     * @param own how many of the bytes the budget does not count yet
     */
    void add(int bytes, int own) {
        given += bytes;
        unshared += own;
    }

    /** Has the budget count what of this peer's own memory waits now. */
    void charge() {
        if (unshared == 0) {
            return;
        }
        long held = held();
        if (held == 0) {
            unshared = 0;
        }
        long due = Math.min(unshared, held);
        if (due != charged) {
            budget.charge(due - charged);
            charged = due;
        }
    }

    /** Bytes that wait in this process. */
    long waiting() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }

    /** The size of the buffers in which they wait: one that was taken in part is held as a whole. */
    private long held() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Notes whether the peer has taken anything since the last time. */
    void observe() {
        charge();
        long waiting = waiting();
        if (waiting == 0 || given - waiting > taken) {
            taken = Math.max(taken, given - waiting);
            takenAt = System.nanoTime();
        }
    }

    /** How long the peer has taken nothing, as far as it was observed. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - takenAt);
    }

    /** As if it had taken something now. */
    void beginAnew() {
        takenAt = System.nanoTime();
    }
}
