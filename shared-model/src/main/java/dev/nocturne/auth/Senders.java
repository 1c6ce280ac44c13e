package dev.nocturne.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Every sender that is known now. Immutable. */
public final class Senders {
    private static final int MAX_TOKEN = 256;

    /** Of 64 digits few that differ between senders; nobody learns a token from them. */
    private static final int START = SenderToken.HASH_PREFIX.length() + 8;

    private final Map<String, Map<String, Sender>> byStart = new HashMap<>();

    public Senders(Collection<Sender> senders) {
        for (Sender sender : senders) {
            sender.hashes()
                    .forEach(hash -> byStart.computeIfAbsent(hash.substring(0, START), absent -> new HashMap<>())
                            .put(hash, sender));
        }
    }

    /** Whose token it is. The start of its hash finds whom to compare with; that takes the same time whatever the token is. */
    public Optional<Sender> find(String token) {
        if (token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        String hash = SenderToken.hash(token);
        byte[] bytes = hash.getBytes(US_ASCII);
        return byStart.getOrDefault(hash.substring(0, START), Map.of()).entrySet().stream()
                .filter(known -> MessageDigest.isEqual(known.getKey().getBytes(US_ASCII), bytes))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** How many tokens hold. */
    public int size() {
        return byStart.values().stream().mapToInt(Map::size).sum();
    }
}
