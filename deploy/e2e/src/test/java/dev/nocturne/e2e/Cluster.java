package dev.nocturne.e2e;

import static java.util.Objects.requireNonNull;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.NocturneProcess;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Nodes of one role each that know each other by a list of addresses: one store, two ingest and two push nodes. */
final class Cluster implements AutoCloseable {
    private static final List<String> NAMES = List.of("store-a", "ingest-a", "ingest-b", "push-a", "push-b");

    private final Path dir;
    private final String database;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, NocturneProcess> nodes = new LinkedHashMap<>();

    Cluster(Path dir, DatabaseUri database) {
        this.dir = dir;
        this.database = "postgresql://" + encode(database.user()) + ":" + encode(database.password()) + "@"
                + database.host() + ":" + database.port() + "/" + database.database();
        List<Integer> free = FreePorts.several(NAMES.size());
        for (int i = 0; i < NAMES.size(); i++) {
            ports.put(NAMES.get(i), free.get(i));
        }
    }

    /** Starts every node that does not run, and waits until each is ready and sees the store. */
    void complete() {
        List<String> absent = NAMES.stream()
                .filter(name -> !nodes.containsKey(name) || !node(name).isRunning())
                .toList();
        absent.forEach(this::launch);
        absent.forEach(name -> node(name).awaitReady());
    }

    /** Starts one node and waits until it is ready. */
    void start(String name) {
        launch(name);
        node(name).awaitReady();
    }

    NocturneProcess node(String name) {
        return requireNonNull(nodes.get(name));
    }

    URI push(String name) {
        return node(name).url("push");
    }

    List<URI> ingest() {
        return List.of(node("ingest-a").url("ingest"), node("ingest-b").url("ingest"));
    }

    /** Everything that the nodes have printed, for a test that failed. */
    String output() {
        return nodes.entrySet().stream()
                .map(node -> node.getKey() + ":\n  "
                        + String.join("\n  ", node.getValue().output()))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        List<NocturneProcess> all = new ArrayList<>(nodes.values());
        all.forEach(NocturneProcess::terminate);
        all.forEach(NocturneProcess::close);
    }

    private void launch(String name) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("node.name", name);
        settings.put("cluster.port", String.valueOf(ports.get(name)));
        settings.put(
                "cluster.members",
                ports.values().stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
        String role = name.substring(0, name.indexOf('-'));
        if (role.equals("store")) {
            settings.put("store.database", database);
        }
        nodes.put(name, NocturneProcess.launch(role, dir, settings));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
