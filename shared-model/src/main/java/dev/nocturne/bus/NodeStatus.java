package dev.nocturne.bus;

import java.time.Instant;
import java.util.List;

/**
 * What a node says of itself, every {@link #INTERVAL_MILLIS} and at each change.
 *
 * @param id differs from node to node and from start to start, as names may be the same
 * @param startedAt by the node's own clock
 */
public record NodeStatus(String id, String name, String version, Instant startedAt, List<RoleStatus> roles) {
    public static final long INTERVAL_MILLIS = 2_000;

    /** Every node hears of every other. */
    public static final Topic<NodeStatus> TOPIC =
            new Topic<>("node.status.v1", new JsonCodec<>("NodeStatus.v1", NodeStatus.class));

    public NodeStatus {
        roles = List.copyOf(roles);
    }

    /**
     * @param role such as {@code ingest}
     * @param ready whether all its checks hold
     * @param detail the first check that fails and why; empty if all hold
     */
    public record RoleStatus(String role, boolean ready, String detail) {}
}
