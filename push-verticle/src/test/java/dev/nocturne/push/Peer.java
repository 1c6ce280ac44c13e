package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.config.Address;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A WebSocket client that says exactly the octets it is told to, right or wrong. */
final class Peer implements AutoCloseable {
    static final int FIN = 0x80;
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

    private final Socket socket;
    private final DataInputStream in;
    private final String head;

    /** @param first the first octet: the final bit, the reserved bits and the opcode */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Frame(int first, byte[] payload) {
        String text() {
            return new String(payload, UTF_8);
        }

        /** The code of a close frame; 1005 if it has none (RFC 6455 section 7.4.1). */
        int code() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    private Peer(Socket socket, DataInputStream in, String head) {
        this.socket = socket;
        this.in = in;
        this.head = head;
    }

    static Peer open(Address address, String path, String... headers) throws Exception {
        return open(new Socket(address.host(), address.port()), address, path, headers);
    }

    /** @param socket is connected, and whatever it needs beneath HTTP is done */
    static Peer open(Socket socket, Address address, String path, String... headers) throws Exception {
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + address.host() + ":" + address.port()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("", headers) + "\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String head = head(in);
        if (!head.startsWith("HTTP/1.1 101 ")) {
            socket.close();
            throw new AssertionError(head);
        }
        return new Peer(socket, in, head);
    }

    private static String head(DataInputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        return head.toString(UTF_8);
    }

    /** The answer to the handshake. */
    String head() {
        return head;
    }

    /** All in one write: who is answered before the end may have hung up by then. */
    Peer send(byte[]... octets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : octets) {
            all.writeBytes(part);
        }
        all.writeTo(socket.getOutputStream());
        return this;
    }

    Peer sendOneByOne(byte[] octets) throws IOException {
        for (byte octet : octets) {
            socket.getOutputStream().write(octet);
        }
        return this;
    }

    static byte[] frame(int first, byte[] payload) {
        int length = payload.length;
        byte[] size = length < 126
                ? new byte[] {(byte) length}
                : length <= 0xFFFF
                        ? ByteBuffer.allocate(3)
                                .put((byte) 126)
                                .putShort((short) length)
                                .array()
                        : ByteBuffer.allocate(9).put((byte) 127).putLong(length).array();
        return frame(first, size, payload);
    }

    static byte[] frame(int first, String text) {
        return frame(first, text.getBytes(UTF_8));
    }

    /** @param size the octets that tell the length, the mask bit not yet set */
    static byte[] frame(int first, byte[] size, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(1 + size.length + MASK.length + payload.length);
        frame.put((byte) first).put(size).put(MASK);
        frame.put(1, (byte) (frame.get(1) | MASKED));
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
        }
        return frame.array();
    }

    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return frame(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** The next frame, which must not be masked (RFC 6455 section 5.1). */
    Frame next() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        assertThat(length).as("no mask").isLessThan(MASKED);
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        return new Frame(first, in.readNBytes(length));
    }

    Frame next(int first) throws IOException {
        Frame frame = next();
        while (frame.text().startsWith("{\"event\":\"hops\"")) {
            frame = next(); // told beside what most tests look at
        }
        assertThat(frame.first()).as("first octet").isEqualTo(first);
        return frame;
    }

    /** Reads on to the close frame, answers it as RFC 6455 asks, and expects the server to hang up. */
    int closeCode() throws IOException {
        Frame frame = next();
        while (frame.first() != (FIN | CLOSE)) {
            frame = next();
        }
        try {
            send(frame(FIN | CLOSE, frame.payload()));
        } catch (SocketException e) {
            // it has hung up already
        }
        assertThat(isEnded()).as("the server hangs up").isTrue();
        return frame.code();
    }

    /** Whether nothing more comes. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
