package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nocturne.model.FeedEvent;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.UUID;

/** How a message looks on each kind of connection. The finished bytes go to every client as they are. */
enum Form {
    /** One unmasked text frame (RFC 6455 section 5.2). */
    WEB_SOCKET {
        @Override
        byte[] event(UUID epoch, long seq, byte[] json) {
            return frame(TEXT, json);
        }

        @Override
        byte[] notice(Notice notice, UUID epoch) {
            return frame(TEXT, notice.json());
        }
    },

    /**
     * One block of an event stream (WHATWG HTML, server-sent events). JSON has no line ends, so the data is one line. The
     * id is the place to resume from, {@code EPOCH:SEQ}, which notices move too.
     */
    EVENT_STREAM {
        @Override
        byte[] event(UUID epoch, long seq, byte[] json) {
            return block("broadcast", epoch, OptionalLong.of(seq), json);
        }

        @Override
        byte[] notice(Notice notice, UUID epoch) {
            return block("notice", epoch, notice.place(), notice.json());
        }
    };

    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    private static final int MAX_SHORT = 125;
    private static final int TWO_OCTETS = 126;
    private static final int EIGHT_OCTETS = 127;
    private static final int MAX_TWO_OCTETS = 0xFFFF;

    /** An event in each form. */
    static byte[][] all(UUID epoch, FeedEvent event) {
        byte[] json = event.json().getBytes();
        return new byte[][] {WEB_SOCKET.event(epoch, event.seq(), json), EVENT_STREAM.event(epoch, event.seq(), json)};
    }

    /**
     * The bytes of this form.
     *
     * @param frames of {@link #all}
     */
    byte[] of(byte[][] frames) {
        return frames[this == WEB_SOCKET ? 0 : 1];
    }

    abstract byte[] event(UUID epoch, long seq, byte[] json);

    /** @param epoch the feed that the notice's place is of */
    abstract byte[] notice(Notice notice, UUID epoch);

    /** A whole message in one frame. */
    static byte[] frame(int opcode, byte[] payload) {
        int length = payload.length;
        ByteBuffer frame = ByteBuffer.allocate(length + (length <= MAX_SHORT ? 2 : length <= MAX_TWO_OCTETS ? 4 : 10));
        frame.put((byte) (FINAL | opcode));
        if (length <= MAX_SHORT) {
            frame.put((byte) length);
        } else if (length <= MAX_TWO_OCTETS) {
            frame.put((byte) TWO_OCTETS).putShort((short) length);
        } else {
            frame.put((byte) EIGHT_OCTETS).putLong(length);
        }
        return frame.put(payload).array();
    }

    private static byte[] block(String event, UUID epoch, OptionalLong seq, byte[] json) {
        String id = seq.isPresent() ? "id: " + epoch + ":" + seq.getAsLong() + "\n" : "";
        String head = "event: " + event + "\n" + id + "data: ";
        return ByteBuffer.allocate(head.length() + json.length + 2)
                .put(head.getBytes(US_ASCII))
                .put(json)
                .put((byte) '\n')
                .put((byte) '\n')
                .array();
    }
}
