package dev.nocturne.auth;

import java.util.List;
import java.util.Set;

/**
 * A program that sends alerts.
 *
 * @param name is recorded on its events
 * @param hashes of its tokens, as {@link SenderToken#hash}: several while one replaces another
 * @param sites for which it may send
 * @param sources as which it may send; empty for any
 */
public record Sender(String name, List<String> hashes, Sites sites, Set<String> sources) {
    /** Longest name in characters. */
    public static final int MAX_NAME = 64;

    public Sender {
        hashes = List.copyOf(hashes);
        sources = Set.copyOf(sources);
        if (!hashes.stream().allMatch(SenderToken::isHash)) {
            throw new IllegalArgumentException("not a hash of a token");
        }
    }

    public boolean maySendAs(String source) {
        return sources.isEmpty() || sources.contains(source);
    }
}
