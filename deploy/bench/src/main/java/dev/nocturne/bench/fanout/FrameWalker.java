package dev.nocturne.bench.fanout;

import java.nio.ByteBuffer;

/**
 * Finds the frames in what a server sends (RFC 6455 section 5.2), whatever the reads cut it into. It keeps a few numbers
 * for each connection and no bytes but those of a ping. What no server may send, or none here does, is an error.
 */
final class FrameWalker {
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MOST_CONTROL = 125;
    private static final int STAMP_END = EventText.TAIL.length();
    private static final int STAMP_BEGIN = STAMP_END + EventText.DIGITS;

    private int opcode;
    private int headerBytes;
    private int headerSize = 2;
    private long length;
    private long left;
    private long stamp;
    private boolean notice;
    private byte[] ping = {};

    /** What was found. */
    interface Found {
        /** @param madeAt as in {@link EventText#of} */
        void event(long madeAt);

        /** Another message: a heartbeat, or what was missed. */
        void notice();

        void ping(byte[] payload);

        void close();
    }

    /** Consumes all that is there. */
    void walk(ByteBuffer in, Found found) {
        while (in.hasRemaining()) {
            if (headerBytes < headerSize) {
                header(in.get() & 0xFF);
            } else {
                payload(in);
            }
            if (headerBytes == headerSize && left == 0) {
                end(found);
            }
        }
    }

    private void header(int octet) {
        if (headerBytes == 0) {
            opcode = octet;
            length = 0;
            stamp = 0;
            notice = false;
        } else if (headerBytes == 1) {
            firstLength(octet);
        } else {
            length = length << 8 | octet;
        }
        headerBytes++;
        left = length;
        if (headerBytes == headerSize && opcode == PING) {
            ping = new byte[(int) Math.min(length, MOST_CONTROL)];
        }
    }

    private void firstLength(int octet) {
        if (octet > 127) {
            throw new IllegalStateException("a masked frame from a server");
        }
        if (octet < 126) {
            length = octet;
        } else {
            headerSize = octet == 126 ? 4 : 10;
        }
    }

    private void payload(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        readName(in, count);
        if (isEvent()) {
            readStamp(in, count);
        } else if (opcode == PING) {
            in.duplicate().get(ping, (int) (length - left), count);
        }
        in.position(in.position() + count);
        left -= count;
    }

    private boolean isEvent() {
        return !notice && length >= EventText.SMALLEST && (opcode == TEXT || opcode == BINARY);
    }

    /** A notice that names many sites is as long as an event, but its first name is not {@code seq}. */
    private void readName(ByteBuffer in, int count) {
        long at = EventText.NAME - (length - left);
        if (at >= 0 && at < count) {
            notice = in.get(in.position() + (int) at) == EventText.NOTICE;
        }
    }

    /** The digits lie between these distances from the frame's end; some of them may be in the next read. */
    private void readStamp(ByteBuffer in, int count) {
        long skipped = Math.max(0, left - STAMP_BEGIN);
        long until = Math.min(count, left - STAMP_END);
        for (long i = skipped; i < until; i++) {
            int digit = in.get(in.position() + (int) i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalStateException("an event without the time at which it was made as its note");
            }
            stamp = stamp * 10 + digit;
        }
    }

    private void end(Found found) {
        switch (opcode) {
            case TEXT, BINARY -> {
                if (isEvent()) {
                    found.event(stamp - EventText.OFFSET);
                } else {
                    found.notice();
                }
            }
            case PING -> found.ping(ping);
            case PONG -> {}
            case CLOSE -> found.close();
            default -> throw new IllegalStateException("a frame that begins with " + Integer.toHexString(opcode));
        }
        headerBytes = 0;
        headerSize = 2;
    }
}
