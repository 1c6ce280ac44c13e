package dev.nocturne.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Every sender that is known now. Immutable. */
public final class Senders {
    private static final int MAX_TOKEN = 256;

    private final Map<String, Sender> byHash = new LinkedHashMap<>();

    public Senders(Collection<Sender> senders) {
        for (Sender sender : senders) {
            sender.hashes().forEach(hash -> byHash.put(hash, sender));
        }
    }

    /** Whose token it is. Compares with every hash, each in the same time, whatever the token is. */
    public Optional<Sender> find(String token) {
        if (token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        byte[] hash = SenderToken.hash(token).getBytes(US_ASCII);
        Optional<Sender> found = Optional.empty();
        for (Map.Entry<String, Sender> known : byHash.entrySet()) {
            if (MessageDigest.isEqual(known.getKey().getBytes(US_ASCII), hash)) {
                found = Optional.of(known.getValue());
            }
        }
        return found;
    }

    /** How many tokens hold. */
    public int size() {
        return byHash.size();
    }
}
