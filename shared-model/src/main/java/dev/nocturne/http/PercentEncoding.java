package dev.nocturne.http;

import dev.nocturne.input.Utf8;
import java.io.ByteArrayOutputStream;

/** Parts of a request's target (RFC 3986 section 2.1). Octets beyond ASCII may stand for themselves, as some clients send them. */
final class PercentEncoding {
    private static final int HEX = 16;

    private PercentEncoding() {}

    /**
     * @param text one character for each octet, as the request line is read
     * @param form whether {@code +} is a space, as in a form
     * @throws IllegalArgumentException that says what is wrong: a broken escape, octets that are not UTF-8, or a NUL
     */
    static String decode(String text, boolean form) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                octets.write(escaped(text, i));
                i += 2;
            } else {
                octets.write(form && c == '+' ? ' ' : c);
            }
        }
        String decoded = Utf8.decode(octets.toByteArray());
        if (decoded.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("holds a NUL character");
        }
        return decoded;
    }

    private static int escaped(String text, int at) {
        int high = at + 2 < text.length() ? digit(text.charAt(at + 1)) : -1;
        int low = at + 2 < text.length() ? digit(text.charAt(at + 2)) : -1;
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException("holds a % that no two hexadecimal digits follow");
        }
        return high * HEX + low;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, HEX) : -1;
    }
}
