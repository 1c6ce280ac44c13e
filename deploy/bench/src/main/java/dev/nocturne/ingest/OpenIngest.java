package dev.nocturne.ingest;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.http.HttpListener;
import java.util.List;

/**
 * The ingest role with nobody at its door: neither tokens nor rates are looked at, and everybody is one sender. The floor
 * that authentication is measured against; it is in the benchmark's jar, and the program has no such thing.
 */
public final class OpenIngest {
    private static final Sender ANYBODY =
            Sender.unlimited("anybody", List.of(SenderToken.hash(SenderToken.generate())));

    private OpenIngest() {}

    public static IngestVerticle of(IngestConfig config, HttpListener listener) {
        return new IngestVerticle(config, listener, List.of(ctx -> SenderCheck.admit(ctx, ANYBODY)));
    }
}
