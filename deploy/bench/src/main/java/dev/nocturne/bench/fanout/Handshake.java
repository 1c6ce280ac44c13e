package dev.nocturne.bench.fanout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** Both sides of a WebSocket upgrade (RFC 6455 section 4), by hand. */
final class Handshake {
    /** The end of the head of a request or an answer. */
    static final String END = "\r\n\r\n";

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String KEY_HEADER = "sec-websocket-key:";

    private Handshake() {}

    /**
     * What a client sends.
     *
     * @param token that it shows, or empty
     */
    static byte[] request(String host, int port, String path, String token) {
        return ascii("GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + (token.isEmpty() ? "" : "\r\nAuthorization: Bearer " + token) + END);
    }

    /** Whether the answer to {@link #request} accepts. */
    static boolean isAccepted(String answer) {
        return answer.startsWith("HTTP/1.1 101 ") && answer.contains(accept(KEY));
    }

    /** What a server answers. */
    static byte[] answer(String request) {
        String key = request.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(KEY_HEADER))
                .map(line -> line.substring(KEY_HEADER.length()).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not an upgrade"));
        return ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + END);
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(ascii(key + MAGIC));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
