package dev.nocturne.bench.fanout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of the load generator: a handshake, then frames. Owned by one thread. */
final class ClientSocket implements FrameWalker.Found {
    private static final int MASKED_PONG = 0x8A;
    private static final int MASK_BIT = 0x80;
    private static final int MASK_BYTES = 4;

    private final SocketChannel channel;
    private final Tally tally;
    private final byte[] request;
    private final FrameWalker frames = new FrameWalker();
    private StringBuilder answer = new StringBuilder();
    private boolean open;
    private boolean ended;
    private long now;
    private int arrived;

    /** @param request for the upgrade */
    ClientSocket(SocketChannel channel, Tally tally, byte[] request) {
        this.channel = channel;
        this.tally = tally;
        this.request = request;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether the server has accepted the upgrade. */
    boolean isOpen() {
        return open;
    }

    boolean isEnded() {
        return ended;
    }

    void request() throws IOException {
        write(ByteBuffer.wrap(request));
    }

    /** Reads once, and counts what came. */
    void read(ByteBuffer room) throws IOException {
        room.clear();
        if (channel.read(room) < 0) {
            ended = true;
            return;
        }
        room.flip();
        if (!open) {
            shakeHands(room);
        }
        now = System.nanoTime();
        arrived = 0;
        frames.walk(room, this);
        if (arrived > 0) {
            tally.arrived(now, arrived);
        }
    }

    private void shakeHands(ByteBuffer room) {
        while (room.hasRemaining() && answer.indexOf(Handshake.END) < 0) {
            answer.append((char) room.get());
        }
        if (answer.indexOf(Handshake.END) >= 0) {
            if (!Handshake.isAccepted(answer.toString())) {
                throw new IllegalStateException("upgrade refused: "
                        + answer.toString().lines().findFirst().orElse(""));
            }
            open = true;
            answer = new StringBuilder(0);
        }
    }

    @Override
    public void event(long madeAt) {
        arrived++;
        tally.time(now - madeAt);
    }

    @Override
    public void notice() {
        tally.notice();
    }

    /** The mask is zero, which is as good as any other to a server. */
    @Override
    public void ping(byte[] payload) {
        ByteBuffer pong = ByteBuffer.allocate(2 + MASK_BYTES + payload.length);
        pong.put((byte) MASKED_PONG)
                .put((byte) (MASK_BIT | payload.length))
                .putInt(0)
                .put(payload);
        try {
            write(pong.flip());
        } catch (IOException e) {
            ended = true;
        }
    }

    @Override
    public void close() {
        ended = true;
    }

    private void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the server does not read: "
                    + StandardCharsets.US_ASCII.decode(bytes).length() + " bytes left");
        }
    }
}
