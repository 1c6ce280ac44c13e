package dev.nocturne.e2e;

import static java.util.Objects.requireNonNull;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.NocturneProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Nodes of one role each that know each other by a list of addresses. A node that is started again is where it was. */
final class Cluster implements AutoCloseable {
    static final List<String> SMALL = List.of("store-a", "ingest-a", "ingest-b", "push-a", "push-b");
    static final List<String> TWO_OF_EACH = List.of("store-a", "store-b", "ingest-a", "ingest-b", "push-a", "push-b");

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Path dir;
    private final String database;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Ports> ports = new LinkedHashMap<>();
    private final Map<String, String> common;
    private final Map<String, NocturneProcess> nodes = new ConcurrentHashMap<>();

    /**
     * Where a node runs.
     *
     * @param inner its address for other nodes
     * @param outer its address for clients
     * @param prefix words that put a program there
     */
    record Host(String inner, String outer, List<String> prefix) {
        static final Host HERE = new Host("127.0.0.1", "127.0.0.1", List.of());
    }

    private record Ports(int cluster, int http, int management) {}

    /** One store, two ingest and two push nodes. */
    Cluster(Path dir, DatabaseUri database) {
        this(dir, database, SMALL, name -> Host.HERE, Map.of());
    }

    /**
     * @param names such as {@code store-a}: the role stands before the dash
     * @param common settings of every node
     */
    Cluster(
            Path dir,
            DatabaseUri database,
            List<String> names,
            Function<String, Host> place,
            Map<String, String> common) {
        this.dir = dir;
        this.common = common;
        this.database = "postgresql://" + encode(database.user()) + ":" + encode(database.password()) + "@"
                + database.host() + ":" + database.port() + "/" + database.database();
        Iterator<Integer> free = FreePorts.lasting(3 * names.size()).iterator();
        for (String name : names) {
            hosts.put(name, place.apply(name));
            ports.put(name, new Ports(free.next(), free.next(), free.next()));
        }
    }

    /** Starts every node that does not run, and waits until each is ready and sees the store. */
    void complete() {
        List<String> absent = ports.keySet().stream()
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

    /** Starts, in a node's place, a program of the test's own, and waits until it is ready. */
    void start(String name, Class<?> main, Map<String, String> more) {
        Map<String, String> settings = settings(name);
        settings.putAll(more);
        nodes.put(name, NocturneProcess.launch(main, dir, settings));
        node(name).awaitReady();
    }

    /** A process with this role that knows where the members are, and is none of them. Stays the caller's; does not wait. */
    NocturneProcess stranger(String role, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cluster.port", String.valueOf(FreePorts.lasting(1).get(0)));
        settings.put("cluster.members", members());
        settings.putAll(more);
        return NocturneProcess.launch(role, dir, settings);
    }

    /** Kills the nodes at once. */
    void kill(String... names) {
        for (String name : names) {
            node(name).kill();
        }
    }

    NocturneProcess node(String name) {
        return requireNonNull(nodes.get(name));
    }

    /** How often members other than this one have taken others than it for dead. */
    long suspicionsBesides(String name) {
        String itself = ":" + requireNonNull(ports.get(name)).cluster() + " ";
        return nodes.entrySet().stream()
                .filter(node -> !node.getKey().equals(name))
                .flatMap(node -> node.getValue().output().stream())
                .filter(line -> line.contains("ClusterHeartbeatManager"))
                .map(line -> line.replaceFirst(".*Suspecting Member ", ""))
                .filter(line -> line.startsWith("[") && !line.contains(itself))
                .count();
    }

    URI push(String name) {
        return url(name, Ports::http);
    }

    List<URI> push() {
        return all("push");
    }

    List<URI> ingest() {
        return all("ingest");
    }

    private List<URI> all(String role) {
        return ports.keySet().stream()
                .filter(name -> role(name).equals(role))
                .map(name -> url(name, Ports::http))
                .toList();
    }

    /** The names of the nodes that are not ready, or do not answer. */
    List<String> unready() {
        return ports.keySet().stream().filter(name -> !isReady(name)).toList();
    }

    private boolean isReady(String name) {
        try {
            URI health = url(name, Ports::management).resolve("/health/ready");
            return Http.get(health, SOON).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private URI url(String name, ToIntFunction<Ports> port) {
        Host host = requireNonNull(hosts.get(name));
        return URI.create("http://" + host.outer() + ":" + port.applyAsInt(requireNonNull(ports.get(name))));
    }

    /** Everything that the nodes have printed, for a test that failed. */
    String output() {
        return nodes.entrySet().stream()
                .map(node -> node.getKey() + ":\n  "
                        + String.join("\n  ", node.getValue().output()))
                .collect(Collectors.joining("\n"));
    }

    void keepOutput(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<NocturneProcess> all = new ArrayList<>(nodes.values());
        all.forEach(NocturneProcess::terminate);
        all.forEach(NocturneProcess::close);
    }

    private void launch(String name) {
        Host host = requireNonNull(hosts.get(name));
        nodes.put(name, NocturneProcess.launch(host.prefix(), role(name), dir, settings(name)));
    }

    private Map<String, String> settings(String name) {
        Host host = requireNonNull(hosts.get(name));
        Ports own = requireNonNull(ports.get(name));
        Map<String, String> settings = new LinkedHashMap<>(common);
        settings.put("node.name", name);
        settings.put("http.host", host.outer());
        settings.put("management.port", String.valueOf(own.management()));
        settings.put("cluster.host", host.inner());
        settings.put("cluster.port", String.valueOf(own.cluster()));
        settings.put("cluster.members", members());
        String role = role(name);
        if (role.equals("store")) {
            settings.put("store.database", database);
        } else {
            settings.put(role + ".port", String.valueOf(own.http()));
        }
        return settings;
    }

    /** Where the members speak Hazelcast: addresses with commas between. */
    String members() {
        return ports.keySet().stream().map(this::member).collect(Collectors.joining(","));
    }

    private String member(String name) {
        return requireNonNull(hosts.get(name)).inner() + ":"
                + requireNonNull(ports.get(name)).cluster();
    }

    private static String role(String name) {
        return name.substring(0, name.indexOf('-'));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
