package dev.nocturne.launcher;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.Senders;
import dev.nocturne.config.AuthConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a node lets in: those of the configuration and, where nobody can reach it from elsewhere, those of the data
 * directory, which it makes on first need.
 *
 * @param own null on an address that others can reach: there nothing holds that nobody has decided on
 */
record NodeAuth(Settings settings, @Nullable OwnSecrets own) {
    static NodeAuth of(Settings settings) {
        String host = settings.get(Keys.HTTP_HOST);
        return new NodeAuth(settings, isLoopback(host) ? new OwnSecrets(settings.get(Keys.DATA_DIR)) : null);
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartFailure("http.host " + host + " cannot be resolved", e);
        }
    }

    /** @throws ConfigFailure if others can reach the node and nobody has said whom it lets in */
    void require(NodeKind kind) {
        if (own != null) {
            return;
        }
        String reason = "http.host " + settings.get(Keys.HTTP_HOST) + " can be reached from elsewhere, so ";
        List<String> problems = new ArrayList<>();
        if (kind.runs(NodeKind.PUSH) && !hasKeys()) {
            problems.add("auth.jwt.key: " + reason + "it must be set, or auth.jwt.jwks: what the tokens of screens are"
                    + " checked with");
        }
        if (kind.runs(NodeKind.PUSH) && isAnonymous()) {
            problems.add("auth.anonymous: " + reason + "it must be false");
        }
        if (kind.runs(NodeKind.INGEST) && settings.senders().isEmpty()) {
            problems.add("ingest.tokens: " + reason + "at least one sender must be set; ./nocturne token --sender NAME"
                    + " makes a token");
        }
        if (!problems.isEmpty()) {
            throw new ConfigFailure(problems);
        }
    }

    /** How tokens of screens are checked. Makes the node's own key if no other is configured. */
    AuthConfig screens() {
        return new AuthConfig(
                signingKey(),
                settings.find(Keys.JWKS),
                settings.get(Keys.ISSUER),
                settings.get(Keys.AUDIENCE),
                settings.get(Keys.LEEWAY),
                settings.get(Keys.REFRESH),
                isAnonymous(),
                settings.siteGroups());
    }

    /** The file that tokens can be signed with: the configured one, or the node's own if there is no other. */
    @Nullable
    Path signingKey() {
        return own == null || hasKeys() ? settings.find(Keys.JWT_KEY) : own.key();
    }

    /** Who may send alerts now. */
    Senders senders() {
        List<Sender> all = new ArrayList<>(settings.senders());
        if (own != null) {
            all.addAll(own.senders(settings.siteGroups()));
        }
        return new Senders(all);
    }

    private boolean hasKeys() {
        return settings.find(Keys.JWT_KEY) != null || settings.find(Keys.JWKS) != null;
    }

    private boolean isAnonymous() {
        return settings.get(Keys.ANONYMOUS).equals("read");
    }
}
