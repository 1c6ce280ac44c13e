package dev.nocturne.launcher;

import dev.nocturne.config.Address;
import dev.nocturne.config.ClusterConfig;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.config.PushConfig;
import dev.nocturne.config.Rate;
import dev.nocturne.config.StoreConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings as the parts of one node take them.
 *
 * @param database null where the node carries its own
 * @param clustered whether the node shares its bus with others
 */
record NodeConfig(
        NodeKind kind,
        Path dataDir,
        Address management,
        @Nullable DatabaseUri database,
        boolean clustered,
        ClusterConfig cluster,
        NodeAuth auth,
        Settings settings) {
    /** Of these only one can have a port, so that the port alone tells nodes apart. */
    private static final Set<String> USUAL_HOSTS = Set.of("127.0.0.1", "localhost", "0.0.0.0", "::");

    /** @throws ConfigFailure if this kind of node needs a key that is not set */
    static NodeConfig of(NodeKind kind, Settings settings) {
        DatabaseUri database = settings.find(Keys.DATABASE);
        if (kind == NodeKind.STORE && database == null) {
            throw new ConfigFailure(List.of("store.database: a store node needs it, "
                    + Keys.DATABASE.kind().allowed()));
        }
        ClusterConfig cluster = cluster(settings);
        boolean clustered = kind != NodeKind.ALL || !cluster.members().isEmpty() || cluster.file() != null;
        return new NodeConfig(
                kind,
                settings.get(Keys.DATA_DIR),
                http(settings, Keys.MANAGEMENT_PORT),
                database,
                clustered,
                cluster,
                NodeAuth.of(settings),
                settings);
    }

    IngestConfig ingest() {
        return new IngestConfig(
                http(settings, Keys.INGEST_PORT),
                settings.get(Keys.PROXIES),
                settings.get(Keys.INGEST_CONNECTIONS),
                settings.get(Keys.INGEST_CONNECTIONS_PER_ADDRESS),
                Math.toIntExact(settings.get(Keys.INGEST_MAX_BODY)),
                settings.get(Keys.IN_FLIGHT),
                settings.get(Keys.DEADLINE),
                new Rate(settings.get(Keys.SENDER_RATE), settings.get(Keys.SENDER_BURST)),
                new Rate(settings.get(Keys.ADDRESS_RATE), settings.get(Keys.ADDRESS_BURST)),
                settings.get(Keys.ADDRESSES));
    }

    StoreConfig store(DatabaseUri uri) {
        return new StoreConfig(
                uri,
                settings.get(Keys.POOL_SIZE),
                settings.get(Keys.BATCH_EVENTS),
                settings.get(Keys.QUEUE_EVENTS),
                settings.get(Keys.QUEUE_BYTES),
                settings.get(Keys.STATEMENT_TIMEOUT),
                settings.get(Keys.PARTITION_EVENTS),
                settings.get(Keys.RETENTION));
    }

    PushConfig push() {
        return new PushConfig(
                http(settings, Keys.PUSH_PORT),
                settings.get(Keys.PROXIES),
                settings.get(Keys.HEARTBEAT),
                settings.get(Keys.PING),
                settings.get(Keys.ORIGINS),
                settings.siteGroups(),
                settings.get(Keys.RING_EVENTS),
                settings.get(Keys.RING_BYTES),
                settings.get(Keys.CONNECTIONS),
                settings.get(Keys.CONNECTIONS_PER_ADDRESS),
                settings.get(Keys.CONNECTIONS_PER_SUBJECT),
                new Rate(settings.get(Keys.MESSAGE_RATE), settings.get(Keys.MESSAGE_BURST)),
                Math.toIntExact(settings.get(Keys.CLIENT_BYTES)),
                Memory.ofThisProcess().push(settings),
                settings.get(Keys.STALL),
                settings.get(Keys.REPLAYS),
                drain(),
                Math.toIntExact(settings.get(Keys.MAX_MESSAGE)),
                Math.toIntExact(settings.get(Keys.PUSH_MAX_BODY)));
    }

    /** Time over which clients are sent elsewhere; zero for a node that has none, or knows no elsewhere. */
    Duration drain() {
        return clustered && kind.runs(NodeKind.PUSH) ? settings.get(Keys.DRAIN) : Duration.ZERO;
    }

    private static ClusterConfig cluster(Settings settings) {
        Path file = settings.find(Keys.CLUSTER_CONFIG);
        return new ClusterConfig(
                new Address(settings.get(Keys.CLUSTER_HOST), settings.get(Keys.CLUSTER_PORT)),
                settings.get(Keys.BUS_PORT),
                settings.get(Keys.MEMBERS),
                file == null ? null : file.toString());
    }

    private static Address http(Settings settings, Setting<Integer> port) {
        return new Address(settings.get(Keys.HTTP_HOST), settings.get(port));
    }

    /**
     * What the node is called, if nobody has named it after its host and what only one node there can have at a time: the
     * address of its management port.
     *
     * @param management as bound, as 0 stands for any port
     */
    String name(Address management) {
        String name = settings.find(Keys.NODE_NAME);
        if (name != null) {
            return name;
        }
        String where = USUAL_HOSTS.contains(management.host())
                ? String.valueOf(management.port())
                : management.host() + ":" + management.port();
        return hostName() + "-" + kind.word() + "-" + where;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
