package dev.nocturne.auth;

import dev.nocturne.model.Sites;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A program that sends alerts.
 *
 * @param name is recorded on its events
 * @param hashes of its tokens, as {@link SenderToken#hash}: several while one replaces another
 * @param sites for which it may send
 * @param sources as which it may send, the default one first; empty for any
 * @param zone of the dates in its alerts, or null if it was not configured
 */
public record Sender(
        String name,
        List<String> hashes,
        Sites sites,
        List<String> sources,
        @Nullable ZoneId zone) {
    /** Longest name in characters. */
    public static final int MAX_NAME = 64;

    public Sender {
        hashes = List.copyOf(hashes);
        sources = List.copyOf(sources);
        if (!hashes.stream().allMatch(SenderToken::isHash)) {
            throw new IllegalArgumentException("not a hash of a token");
        }
    }

    /** May send anything from anywhere. */
    public static Sender unlimited(String name, List<String> hashes) {
        return new Sender(name, hashes, Sites.ALL, List.of(), null);
    }

    /** The source of alerts that name none. */
    public Optional<String> defaultSource() {
        return sources.stream().findFirst();
    }

    public boolean maySendAs(String source) {
        return sources.isEmpty() || sources.contains(source);
    }
}
