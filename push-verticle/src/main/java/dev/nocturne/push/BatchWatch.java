package dev.nocturne.push;

import dev.nocturne.auth.Access;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** {@code /ws/batches}: tells each commit of the funnels. A client that is too slow for it is told how many it missed. */
final class BatchWatch implements Client {
    private final Connection connection;
    private final BatchWatches watches;
    private long skipped;

    BatchWatch(Connection connection, BatchWatches watches) {
        this.connection = connection;
        this.watches = watches;
    }

    /** @param frame is not changed */
    void batch(byte[] frame) {
        if (connection.isWritable()) {
            connection.write(Unpooled.wrappedBuffer(frame));
        } else {
            skipped++;
        }
    }

    @Override
    public void permitted(Access access) {
        watches.add(this);
    }

    @Override
    public void text(String message) {
        connection.close(CloseReason.UNSUPPORTED_DATA, "this path takes no messages");
    }

    @Override
    public void binary(ByteBuf message) {
        connection.close(CloseReason.UNSUPPORTED_DATA, "this path takes no messages");
    }

    @Override
    public void writable() {
        if (skipped > 0) {
            connection.tell(Notice.Skipped.of(skipped));
            skipped = 0;
        }
    }

    @Override
    public void closed() {
        watches.remove(this);
    }
}
