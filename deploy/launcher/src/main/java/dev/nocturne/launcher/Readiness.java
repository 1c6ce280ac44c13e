package dev.nocturne.launcher;

import dev.nocturne.node.Check;
import dev.nocturne.node.Role;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether the node may be used: every check of every role holds, and it is neither starting nor stopping. */
final class Readiness {
    private final List<Supplier<List<Check>>> parts = new CopyOnWriteArrayList<>();
    private volatile Check node = new Check("node", false, "starting");

    void add(Role role) {
        parts.add(role::checks);
    }

    void add(Supplier<Check> part) {
        parts.add(() -> List.of(part.get()));
    }

    void started() {
        node = new Check("node", true, "started");
    }

    void stopping() {
        node = new Check("node", false, "stopping");
    }

    List<Check> checks() {
        return Stream.concat(Stream.of(node), parts.stream().flatMap(part -> part.get().stream()))
                .toList();
    }

    List<Check> failing() {
        return checks().stream().filter(check -> !check.ok()).toList();
    }
}
