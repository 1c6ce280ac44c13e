package dev.nocturne.auth;

import dev.nocturne.collect.RecentMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The tokens whose signature was found good last, by their hash: a check takes up to a millisecond, and a screen shows the
 * same token again and again. What was found with other keys than today's does not count. Safe for all threads.
 */
final class GoodSignatures {
    private static final int MOST = 10_000;

    private final Map<String, List<VerificationKey>> found = Collections.synchronizedMap(new RecentMap<>(MOST));

    /** @param keys those in force: the very list, as another one may hold other keys under the same names */
    @SuppressWarnings("ReferenceEquality")
    boolean holds(SignedToken token, List<VerificationKey> keys) {
        return found.get(Sha256.hex(token.text())) == keys;
    }

    void add(SignedToken token, List<VerificationKey> keys) {
        found.put(Sha256.hex(token.text()), keys);
    }
}
