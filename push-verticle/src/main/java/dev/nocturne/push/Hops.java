package dev.nocturne.push;

import dev.nocturne.bus.NodeStatus;
import dev.nocturne.bus.NodeStatus.RoleStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The roles that an alert passes on its way here, as their nodes tell it: whether one of them works. A node that was not
 * heard of for {@link #SILENCE} counts as gone, by this node's own clock. Owned by the feed's event loop; {@link #all()}
 * and {@link #isStoreFailing()} are for all threads.
 */
final class Hops {
    static final Duration SILENCE = Duration.ofSeconds(6);

    private static final Logger LOGGER = LoggerFactory.getLogger(Hops.class);
    private static final String STORE = "store";
    private static final List<String> ROLES = List.of("ingest", STORE);
    /** Nodes that are kept; of a cluster with more, others are left out. */
    private static final int MAX_NODES = 1_000;

    private final Map<String, Heard> nodes = new HashMap<>();
    private final long started;
    private volatile List<Hop> hops = ROLES.stream()
            .map(role -> new Hop(role, Hop.State.UNKNOWN, null, null))
            .toList();

    private record Heard(NodeStatus status, long at) {}

    /** @param now {@link System#nanoTime()}, here and below */
    Hops(long now) {
        this.started = now;
    }

    List<Hop> all() {
        return hops;
    }

    /** There are store nodes, and none of them can write. */
    boolean isStoreFailing() {
        return hops.stream().anyMatch(hop -> hop.role().equals(STORE) && hop.state() == Hop.State.FAILING);
    }

    /** Whether the state of a role is another one now, or its reason. */
    boolean heard(NodeStatus status, long now) {
        if (nodes.size() < MAX_NODES || nodes.containsKey(status.id())) {
            nodes.put(status.id(), new Heard(status, now));
        }
        return look(now);
    }

    /** Whether the state of a role is another one now, or its reason; to be called about once a second. */
    boolean look(long now) {
        nodes.values().removeIf(heard -> now - heard.at > SILENCE.toNanos());
        List<Hop> next = new ArrayList<>(ROLES.size());
        boolean changed = false;
        for (Hop before : hops) {
            Hop hop = hop(before, now);
            changed |= !hop.says(before);
            next.add(hop);
        }
        hops = List.copyOf(next);
        return changed;
    }

    private Hop hop(Hop before, long now) {
        Hop.State state = now - started < SILENCE.toNanos() ? Hop.State.UNKNOWN : Hop.State.GONE;
        String detail = null;
        for (Heard heard : nodes.values()) {
            for (RoleStatus role : heard.status.roles()) {
                if (role.role().equals(before.role()) && state != Hop.State.UP) {
                    state = role.ready() ? Hop.State.UP : Hop.State.FAILING;
                    detail = role.ready() ? null : role.detail();
                }
            }
        }
        if (state == before.state()) {
            return new Hop(before.role(), state, detail, before.since());
        }
        LOGGER.atLevel(state == Hop.State.UP ? Level.INFO : Level.WARN)
                .addKeyValue("role", before.role())
                .addKeyValue("state", state.wire())
                .addKeyValue("detail", detail)
                .log("the state of a role has changed");
        return new Hop(before.role(), state, detail, Instant.now());
    }
}
