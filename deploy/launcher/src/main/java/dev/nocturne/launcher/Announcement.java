package dev.nocturne.launcher;

import dev.nocturne.config.Address;
import dev.nocturne.node.Role;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node prints when it is ready: for a person, where to look and what to try; for a program, one line of JSON.
 *
 * @param localToken the file with a token of a sender; null where every sender is somebody's decision
 */
record Announcement(
        String node,
        NodeKind kind,
        Address management,
        Map<NodeKind, Role> roles,
        Transport transport,
        @Nullable FirstTokens tokens,
        @Nullable Path localToken) {
    void print(PrintWriter out) {
        if (kind == NodeKind.ALL) {
            banner(out);
        }
        out.println("READY " + json().encode());
        out.flush();
    }

    private void banner(PrintWriter out) {
        out.println();
        out.println("  Nocturne is running. Stop it with Ctrl-C.");
        out.println();
        String wall = tokens == null ? "" : "#token=" + tokens.wall();
        url(NodeKind.PUSH).ifPresent(url -> out.println("  The wall:       " + url + "/" + wall));
        url(NodeKind.INGEST).ifPresent(url -> {
            out.println("  Send alerts to: " + url + "/internal/alerts, for example"
                    + (tokens == null && localToken == null ? ", with a sender's token in TOKEN:" : ":"));
            out.println();
            out.println("  curl -sS -X POST " + url + "/internal/alerts -H \"authorization: Bearer " + sender()
                    + "\" -H 'content-type: application/json' -d '"
                    + "{\"site\":\"Kilimanjaro\",\"severity\":\"high\",\"message\":\"Hello, wall\"}'");
        });
        out.println();
    }

    /** A word for the shell, to stand between double quotes. */
    private String sender() {
        if (tokens != null) {
            return tokens.sender();
        }
        return localToken == null
                ? "$TOKEN"
                : "$(cat '" + localToken.toAbsolutePath().toString().replace("'", "'\\''") + "')";
    }

    private JsonObject json() {
        JsonObject json = new JsonObject().put("node", node).put("role", kind.word());
        url(NodeKind.PUSH).ifPresent(url -> json.put("wall", url + "/").put("push", url));
        url(NodeKind.INGEST).ifPresent(url -> json.put("ingest", url));
        return json.put("management", transport.management().url(reachable(management)));
    }

    private Optional<String> url(NodeKind role) {
        return Optional.ofNullable(roles.get(role))
                .map(Role::http)
                .map(address -> transport.http().url(reachable(address)));
    }

    /** Something bound to every address is reached from here by the loopback one. */
    private static Address reachable(Address bound) {
        return switch (bound.host()) {
            case "0.0.0.0" -> new Address("127.0.0.1", bound.port());
            case "::" -> new Address("::1", bound.port());
            default -> bound;
        };
    }
}
