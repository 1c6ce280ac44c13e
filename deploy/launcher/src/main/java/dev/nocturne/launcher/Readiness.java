package dev.nocturne.launcher;

import dev.nocturne.http.Check;
import dev.nocturne.http.Role;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Whether the node may be used: every check of every role holds, and it is neither starting nor stopping. */
final class Readiness {
    private final List<Role> roles = new CopyOnWriteArrayList<>();
    private volatile Check node = new Check("node", false, "starting");

    void add(Role role) {
        roles.add(role);
    }

    void started() {
        node = new Check("node", true, "started");
    }

    void stopping() {
        node = new Check("node", false, "stopping");
    }

    List<Check> checks() {
        return Stream.concat(Stream.of(node), roles.stream().flatMap(role -> role.checks().stream()))
                .toList();
    }

    List<Check> failing() {
        return checks().stream().filter(check -> !check.ok()).toList();
    }
}
