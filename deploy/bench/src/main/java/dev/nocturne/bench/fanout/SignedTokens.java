package dev.nocturne.bench.fanout;

import dev.nocturne.auth.OwnKey;
import dev.nocturne.auth.Scope;
import dev.nocturne.auth.TokenSigner;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Signs tokens as {@code ./nocturne} does for whom it has made a key: ES256, one subject for each socket. */
final class SignedTokens implements AutoCloseable {
    private static final Duration HOLD = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final Path directory;
    private final Path key;
    private final TokenSigner signer;

    /** @param directory for the key and the tokens */
    SignedTokens(Path directory) {
        this.directory = directory;
        this.key = directory.resolve("jwt.pem");
        Buffer pem = OwnKey.generate();
        try {
            Files.write(key, pem.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.signer = TokenSigner.of(vertx, NocturneServer.auth(key), pem);
    }

    Path key() {
        return key;
    }

    /**
     * New ones, which no server has seen.
     *
     * @param sites of each, by its number
     */
    Tokens sign(int count, IntFunction<List<String>> sites) {
        return Tokens.write(
                directory.resolve("tokens"),
                IntStream.range(0, count)
                        .mapToObj(i -> signer.sign("screen-" + i, Set.of(Scope.ALERTS_READ), sites.apply(i), HOLD))
                        .toList());
    }

    @Override
    public void close() {
        vertx.close();
    }
}
