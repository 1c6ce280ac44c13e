package dev.nocturne.ingest;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.auth.Sites;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.http.HttpListener;
import java.util.List;
import java.util.Set;

/**
 * The ingest role with nobody at its door: neither tokens nor rates are looked at, and everybody is one sender. The floor
 * that authentication is measured against; it is in the benchmark's jar, and the program has no such thing.
 */
public final class OpenIngest {
    private static final Sender ANYBODY =
            new Sender("anybody", List.of(SenderToken.hash(SenderToken.generate())), Sites.ALL, Set.of());

    private OpenIngest() {}

    public static IngestVerticle of(IngestConfig config, HttpListener listener) {
        return new IngestVerticle(config, listener, List.of(ctx -> SenderCheck.admit(ctx, ANYBODY)));
    }
}
