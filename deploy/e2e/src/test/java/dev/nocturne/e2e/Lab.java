package dev.nocturne.e2e;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What faults are tried on: two nodes of each role on a PostgreSQL that the test controls. */
final class Lab implements AutoCloseable {
    /** Short, so that a silent connection is noticed soon. */
    private static final Map<String, String> SETTINGS = Map.of("push.heartbeat", "1s");

    private final OwnPostgres postgres;
    private final Cluster cluster;

    Lab(OwnPostgres postgres, Cluster cluster) {
        this.postgres = postgres;
        this.cluster = cluster;
    }

    /** Everything on the loopback address; nothing runs yet but PostgreSQL. */
    static Lab onLoopback(Path dir, Path data) {
        return onLoopback(dir, data, Cluster.TWO_OF_EACH, Map.of());
    }

    /** @param more settings of every node, beside those of each lab */
    static Lab onLoopback(Path dir, Path data, List<String> nodes, Map<String, String> more) {
        OwnPostgres postgres = new OwnPostgres(dir, data, Cluster.Host.HERE);
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(more);
        return new Lab(postgres, new Cluster(dir, postgres.uri(), nodes, name -> Cluster.Host.HERE, settings));
    }

    /** Each node and PostgreSQL in a network namespace of its own. */
    static Lab on(Network network, Path dir, Path data) {
        OwnPostgres postgres = new OwnPostgres(dir, data, network.host(Network.POSTGRES));
        return new Lab(
                postgres,
                new Cluster(
                        dir,
                        postgres.uri(network.host(Network.POSTGRES).inner()),
                        Cluster.TWO_OF_EACH,
                        network::host,
                        SETTINGS));
    }

    OwnPostgres postgres() {
        return postgres;
    }

    Cluster cluster() {
        return cluster;
    }

    List<String> unready() {
        return cluster.unready();
    }

    @Override
    public void close() {
        cluster.close();
        postgres.close();
    }
}
