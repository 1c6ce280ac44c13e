package dev.nocturne.launcher;

import dev.nocturne.auth.BadKey;
import dev.nocturne.auth.Scope;
import dev.nocturne.auth.TokenSigner;
import dev.nocturne.config.AuthConfig;
import dev.nocturne.model.Sites;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node that made its own keys shows to the person who started it. Never to be logged.
 *
 * @param wall opens the wall
 * @param sender sends alerts
 */
record FirstTokens(String wall, String sender) {
    private static final Duration TTL = Duration.ofDays(30);
    private static final Set<Scope> SCOPES = Set.of(Scope.ALERTS_READ, Scope.ALERTS_ACK, Scope.ROOMS_JOIN);

    /** Null where the keys are somebody's decision: then the tokens are, too. */
    static @Nullable FirstTokens of(Vertx vertx, NodeAuth auth) {
        OwnSecrets own = auth.own();
        AuthConfig screens = auth.screens();
        Path key = screens.key();
        if (own == null || key == null || !key.equals(own.key())) {
            return null;
        }
        try {
            String wall = TokenSigner.of(vertx, screens, Buffer.buffer(Files.readAllBytes(key)))
                    .sign(OwnSecrets.LOCAL, SCOPES, List.of(Sites.EVERY), TTL);
            return new FirstTokens(wall, own.localToken());
        } catch (BadKey e) {
            throw new StartFailure("data.dir: " + key + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartFailure("data.dir: " + key + " cannot be read: " + e, e);
        }
    }

    /** Nothing of them. */
    @Override
    public String toString() {
        return "FirstTokens[]";
    }
}
