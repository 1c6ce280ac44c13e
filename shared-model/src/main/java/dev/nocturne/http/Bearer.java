package dev.nocturne.http;

import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
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

    /**
     * The token, if the request's header holds one.
     *
     * @throws ServiceFailure of the kind {@code BAD_REQUEST} if it has the header more than once
     */
    public static Optional<String> token(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (headers.size() > 1) {
            throw new ServiceFailure(
                    Kind.BAD_REQUEST, "the header authorization is given " + headers.size() + " times");
        }
        return headers.isEmpty() ? Optional.empty() : token(headers.get(0));
    }

    /** The token, if this value of the header holds one. */
    public static Optional<String> token(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}
