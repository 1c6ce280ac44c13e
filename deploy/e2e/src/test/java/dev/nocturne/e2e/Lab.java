package dev.nocturne.e2e;

import java.nio.file.Path;
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
        OwnPostgres postgres = new OwnPostgres(dir, data, Cluster.Host.HERE);
        return new Lab(
                postgres, new Cluster(dir, postgres.uri(), Cluster.TWO_OF_EACH, name -> Cluster.Host.HERE, SETTINGS));
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
