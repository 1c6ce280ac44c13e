package dev.nocturne.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/** UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing beyond U+10FFFF, and no replacement for what is wrong. */
public final class Utf8 {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    /** @throws IllegalArgumentException if the octets are not UTF-8 */
    public static String decode(byte[] octets) {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not UTF-8", e);
        }
    }

    /** The same for a JSON text, whose mark at the start may be passed over (RFC 8259 section 8.1). */
    public static String decodeJson(byte[] octets) {
        String text = decode(octets);
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
