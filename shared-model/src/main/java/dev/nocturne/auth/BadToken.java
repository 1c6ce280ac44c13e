package dev.nocturne.auth;

/** Why a token does not hold; completes the sentence "the token ...", and holds nothing of the token. */
final class BadToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadToken(String reason) {
        super(reason, null, false, false);
    }
}
