package dev.nocturne.e2e;

import java.util.ArrayList;
import java.util.List;

/**
 * A network on this machine whose links a test can break: each host is a network namespace with one link to a bridge,
 * for what hosts say to each other, and one link from here, for clients. Needs root.
 */
final class Network implements AutoCloseable {
    static final String POSTGRES = "postgres";

    private static final String INNER = "10.77.0.";
    private static final String OUTER = "10.77.";
    private static final String NOBODY = "02:00:00:00:00:01";
    private static final int FIRST_HOST = 10;
    private static final int FIRST_OUTER = 100;

    private final String prefix = "noc" + ProcessHandle.current().pid() + "-";
    private final String bridge = prefix + "bridge";
    private final List<String> names;
    private final List<String> namespaces = new ArrayList<>();
    private final Thread atEnd = new Thread(this::remove, "network-remove");

    /** @param nodes the hosts beside that of PostgreSQL */
    Network(List<String> nodes) {
        names = new ArrayList<>(nodes);
        names.add(POSTGRES);
        Runtime.getRuntime().addShutdownHook(atEnd);
        add(bridge);
        ip("-n", bridge, "link", "add", "bridge", "type", "bridge");
        ip("-n", bridge, "link", "set", "bridge", "up");
        for (int i = 0; i < names.size(); i++) {
            connect(namespace(names.get(i)), i);
        }
    }

    Cluster.Host host(String name) {
        int i = index(name);
        return new Cluster.Host(inner(i), outer(i) + 2, List.of("ip", "netns", "exec", namespace(name)));
    }

    /** Nothing gets from the host to the others or back, and nobody is told. */
    void cut(String name) {
        ip("-n", bridge, "link", "set", port(index(name)), "down");
    }

    void mend(String name) {
        ip("-n", bridge, "link", "set", port(index(name)), "up");
    }

    /** Nothing gets from one of the two to the other; both still reach everyone else. */
    void separate(String one, String other) {
        ip("-n", namespace(one), "neigh", "replace", inner(index(other)), "lladdr", NOBODY, "dev", "inner");
        ip("-n", namespace(other), "neigh", "replace", inner(index(one)), "lladdr", NOBODY, "dev", "inner");
    }

    void reunite(String one, String other) {
        ip("-n", namespace(one), "neigh", "del", inner(index(other)), "dev", "inner");
        ip("-n", namespace(other), "neigh", "del", inner(index(one)), "dev", "inner");
    }

    /** Whether a packet gets there; the answer to a closed port counts. */
    boolean reaches(String from, String to) {
        String probe =
                "timeout 2 bash -c '</dev/tcp/" + inner(index(to)) + "/1' 2>&1 | grep -q refused && echo yes || true";
        return Shell.run("ip", "netns", "exec", namespace(from), "bash", "-c", probe)
                .equals("yes");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atEnd);
        remove();
    }

    /** The links go with the namespaces. */
    private void remove() {
        namespaces.forEach(namespace -> ip("netns", "del", namespace));
        namespaces.clear();
    }

    private void connect(String namespace, int i) {
        add(namespace);
        ip("-n", namespace, "link", "set", "lo", "up");
        ip(
                "link", "add", "name", "inner", "netns", namespace, "type", "veth", "peer", "name", port(i), "netns",
                bridge);
        ip("-n", bridge, "link", "set", port(i), "master", "bridge", "up");
        ip("-n", namespace, "address", "add", inner(i) + "/24", "dev", "inner");
        ip("-n", namespace, "link", "set", "inner", "up");
        String here = prefix + i;
        ip("link", "add", "name", here, "type", "veth", "peer", "name", "outer", "netns", namespace);
        ip("address", "add", outer(i) + "1/30", "dev", here);
        ip("link", "set", here, "up");
        ip("-n", namespace, "address", "add", outer(i) + "2/30", "dev", "outer");
        ip("-n", namespace, "link", "set", "outer", "up");
    }

    private void add(String namespace) {
        ip("netns", "add", namespace);
        namespaces.add(namespace);
    }

    private String namespace(String name) {
        return prefix + name;
    }

    private int index(String name) {
        return names.indexOf(name);
    }

    private static String port(int i) {
        return "p" + i;
    }

    private static String inner(int i) {
        return INNER + (FIRST_HOST + i);
    }

    /** Without its last number. */
    private static String outer(int i) {
        return OUTER + (FIRST_OUTER + i) + ".";
    }

    private static void ip(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "ip";
        System.arraycopy(words, 0, all, 1, words.length);
        Shell.run(all);
    }
}
