package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nocturne.http.HeaderList;
import dev.nocturne.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's side of a WebSocket's opening handshake (RFC 6455 section 4.2). No subprotocol and no extension is chosen. */
final class Handshake {
    /** Of {@link #head}: Switching Protocols. */
    static final int STATUS = 101;

    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Handshake() {}

    /** What is wrong with the request, or null. */
    static @Nullable Problem refusal(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!isUpgrade(request)) {
            response.putHeader(HttpHeaders.UPGRADE, "websocket").putHeader("sec-websocket-version", VERSION);
            return Problem.plain(426, "this path speaks WebSocket, version 13");
        }
        if (!hasKey(request)) {
            return Problem.plain(400, "sec-websocket-key must be 16 bytes in base64 (RFC 6455 section 4.1)");
        }
        return null;
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && HeaderList.has(request.headers(), HttpHeaders.UPGRADE, "websocket")
                && HeaderList.has(request.headers(), HttpHeaders.CONNECTION, "upgrade")
                && HeaderList.elements(request.headers(), "sec-websocket-version")
                        .equals(List.of(VERSION));
    }

    private static boolean hasKey(HttpServerRequest request) {
        try {
            List<String> keys = request.headers().getAll("sec-websocket-key");
            return keys.size() == 1 && Base64.getDecoder().decode(keys.get(0)).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The answer, after which everything is frames. */
    static String head(HttpServerRequest request) {
        return "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: "
                + acceptOf(request.getHeader("sec-websocket-key")) + "\r\n\r\n";
    }

    private static String acceptOf(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
