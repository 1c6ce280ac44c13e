package dev.nocturne.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameWalkerTest {
    private static final byte[] HEARTBEAT = frame(0x81, "{\"event\":\"heartbeat\"}");
    private static final byte[] PING = frame(0x89, "are you there");
    private static final byte[] CLOSE = frame(0x88, "..");

    private final Seen seen = new Seen();
    private final FrameWalker walker = new FrameWalker();

    /** In the order of arrival. */
    private static final class Seen implements FrameWalker.Found {
        private final List<String> all = new ArrayList<>();

        @Override
        public void event(long madeAt) {
            all.add("event " + madeAt);
        }

        @Override
        public void notice() {
            all.add("notice");
        }

        @Override
        public void ping(byte[] payload) {
            all.add("ping " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            all.add("close");
        }
    }

    @Test
    void manyFramesInOneReadAreAllFound() {
        byte[] stream = join(EventText.frame(1, 11), HEARTBEAT, PING, EventText.frame(2, 22), frame(0x89, ""), CLOSE);

        walker.walk(ByteBuffer.wrap(stream), seen);

        assertThat(seen.all).containsExactly("event 11", "notice", "ping are you there", "event 22", "ping ", "close");
    }

    @Test
    void framesCutAnywhereAreFound() {
        byte[] stream = join(EventText.frame(999, 123_456_789_012_345L), PING, HEARTBEAT, EventText.frame(1_000, 7));

        for (int cut = 0; cut <= stream.length; cut++) {
            seen.all.clear();
            walker.walk(ByteBuffer.wrap(stream, 0, cut), seen);
            walker.walk(ByteBuffer.wrap(stream, cut, stream.length - cut), seen);

            assertThat(seen.all)
                    .as("cut after %d", cut)
                    .containsExactly("event 123456789012345", "ping are you there", "notice", "event 7");
        }
    }

    @Test
    void framesThatComeOctetByOctetAreFound() {
        for (byte octet : join(EventText.frame(1, 5), HEARTBEAT, frame(0x81, longEvent(9)), PING)) {
            walker.walk(ByteBuffer.wrap(new byte[] {octet}), seen);
        }

        assertThat(seen.all).containsExactly("event 5", "notice", "event 9", "ping are you there");
    }

    @Test
    void frameWithALengthOfEightOctetsIsFoundInADirectBuffer() {
        byte[] stream = join(frame(0x82, longEvent(3)), HEARTBEAT);
        ByteBuffer direct = ByteBuffer.allocateDirect(stream.length).put(stream).flip();

        walker.walk(direct, seen);

        assertThat(seen.all).containsExactly("event 3", "notice");
    }

    @Test
    void aNoticeAsLongAsAnEventIsANotice() {
        byte[] notice = frame(0x81, "{\"event\":\"subscribed\",\"sites\":[" + "\"HEL1\",".repeat(100) + "\"STO2\"]}");

        for (byte octet : join(notice, EventText.frame(1, 5))) {
            walker.walk(ByteBuffer.wrap(new byte[] {octet}), seen);
        }

        assertThat(seen.all).containsExactly("notice", "event 5");
    }

    @Test
    void whatNoServerMaySendIsRefused() {
        assertThatThrownBy(() -> new FrameWalker().walk(ByteBuffer.wrap(new byte[] {(byte) 0x81, (byte) 0x85}), seen))
                .hasMessageContaining("masked");
        assertThatThrownBy(() -> new FrameWalker().walk(ByteBuffer.wrap(frame(0xC1, "x")), seen))
                .hasMessageContaining("c1");
        assertThatThrownBy(() ->
                        new FrameWalker().walk(ByteBuffer.wrap(frame(0x81, "x".repeat(EventText.SMALLEST))), seen))
                .hasMessageContaining("time");
    }

    @Test
    void eventHasTheSizeOfARealOne() {
        assertThat(EventText.of(1_000, System.nanoTime())).hasSizeBetween(480, 560);
    }

    private static String longEvent(long madeAt) {
        return " ".repeat(70_000) + EventText.of(1, madeAt);
    }

    private static byte[] frame(int opcode, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) opcode);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }
}
