package dev.nocturne.auth;

/** Why a file holds no key that can be used; completes the sentence "FILE ...", and holds nothing of the key. */
public final class BadKey extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadKey(String reason) {
        super(reason);
    }
}
