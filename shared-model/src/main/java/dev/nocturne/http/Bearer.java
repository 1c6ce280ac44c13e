package dev.nocturne.http;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code authorization: Bearer TOKEN} (RFC 6750). */
public final class Bearer {
    /** The challenge to whoever shows no token, for {@code www-authenticate}. */
    public static final String MISSING = "Bearer realm=\"nocturne\"";

    /** The challenge to whoever shows one that does not hold. */
    public static final String INVALID = MISSING + ", error=\"invalid_token\"";

    private static final String SCHEME = "bearer ";

    private Bearer() {}

    /** The token, if the header holds one. */
    public static Optional<String> token(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
