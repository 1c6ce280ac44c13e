package dev.nocturne.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The secret that a program shows when it sends alerts: a prefix that secret scanners can look for, and 256 random bits.
 * Nobody can guess so many, so what is stored is a plain SHA-256: a slow hash, as passwords need it, would add nothing.
 */
public final class SenderToken {
    public static final String PREFIX = "noc_";

    static final String HASH_PREFIX = "sha256:";
    private static final Pattern HASH = Pattern.compile(HASH_PREFIX + "[0-9a-f]{64}");
    private static final int BYTES = 32;

    private SenderToken() {}

    public static String generate() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** What may be written down of a token: {@code sha256:} and 64 hexadecimal digits. */
    public static String hash(String token) {
        return HASH_PREFIX + Sha256.hex(token);
    }

    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }
}
