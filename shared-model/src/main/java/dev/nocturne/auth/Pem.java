package dev.nocturne.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.buffer.Buffer;
import java.security.Key;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file (RFC 7468).
 *
 * @param label such as {@code PUBLIC KEY}
 */
public record Pem(String label, Buffer der) {
    /** The label of a key in the form PKCS#8 without a password, the only form that is read. */
    public static final String PRIVATE_KEY = "PRIVATE KEY";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final int LINE = 64;

    /** Whether the text is meant to be PEM. */
    static boolean isIn(String text) {
        return text.contains("-----BEGIN ");
    }

    /**
     * All blocks of a text, which may hold other lines between them.
     *
     * @throws IllegalArgumentException if the base64 of one is broken
     */
    public static List<Pem> blocks(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Pem(
                    matcher.group(1), Buffer.buffer(Base64.getMimeDecoder().decode(matcher.group(2)))));
        }
        return blocks;
    }

    /**
     * The first private key of a text.
     *
     * @throws IllegalArgumentException if the base64 of a block is broken
     */
    public static Optional<byte[]> privateKey(String text) {
        return blocks(text).stream()
                .filter(block -> block.label.equals(PRIVATE_KEY))
                .map(block -> block.der.getBytes())
                .findFirst();
    }

    /** A block as {@code openssl} writes it. */
    static Buffer write(String label, Key key) {
        String lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Buffer.buffer(
                ("-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n").getBytes(US_ASCII));
    }

    /** Not what is in it. */
    @Override
    public String toString() {
        return "Pem[" + label + "]";
    }
}
