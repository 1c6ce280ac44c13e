package dev.nocturne.launcher;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.NodeStatus;
import dev.nocturne.bus.NodeStatus.RoleStatus;
import dev.nocturne.node.Check;
import dev.nocturne.node.Role;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Tells every node of the cluster what this one runs, and whether it works: every two seconds and at each change. */
final class StatusPublisher {
    private static final long LOOK_MILLIS = 500;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(NodeStatus.INTERVAL_MILLIS);

    private final Vertx vertx;
    private final Bus bus;
    private final String id = UUID.randomUUID().toString();
    private final Instant startedAt = Instant.now();
    private final String name;
    private final Map<NodeKind, Role> roles;
    private long timer = -1;
    private List<RoleStatus> told = List.of();
    private long toldAt;

    StatusPublisher(Vertx vertx, String name, Map<NodeKind, Role> roles) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
        this.name = name;
        this.roles = Map.copyOf(roles);
    }

    /** Begins at once. */
    void start() {
        timer = vertx.setPeriodic(0, LOOK_MILLIS, tick -> look());
    }

    /** Nothing is told from then on; the others notice by the silence. */
    void stop() {
        vertx.cancelTimer(timer);
    }

    private void look() {
        List<RoleStatus> now = roles.entrySet().stream()
                .map(role -> status(role.getKey(), role.getValue()))
                .toList();
        long nanos = System.nanoTime();
        if (!now.equals(told) || nanos - toldAt >= INTERVAL_NANOS) {
            told = now;
            toldAt = nanos;
            bus.publish(NodeStatus.TOPIC, new NodeStatus(id, name, Main.version(), startedAt, now));
        }
    }

    private static RoleStatus status(NodeKind kind, Role role) {
        return role.checks().stream()
                .filter(check -> !check.ok())
                .findFirst()
                .map((Check failing) -> new RoleStatus(kind.word(), false, failing.name() + ": " + failing.detail()))
                .orElseGet(() -> new RoleStatus(kind.word(), true, ""));
    }
}
