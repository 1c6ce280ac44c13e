package dev.nocturne.auth;

import java.util.Optional;
import java.util.stream.Stream;

/** How a token is signed (RFC 7518, RFC 8037). A key has one of these, and checks no token of another. */
enum Algorithm {
    HS256("HS256"),
    RS256("RS256"),
    ES256("ES256"),
    EDDSA("EdDSA");

    private final String wire;

    Algorithm(String wire) {
        this.wire = wire;
    }

    /** The value of {@code alg}. */
    String wire() {
        return wire;
    }

    static Optional<Algorithm> parse(String text) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.wire.equals(text))
                .findFirst();
    }
}
