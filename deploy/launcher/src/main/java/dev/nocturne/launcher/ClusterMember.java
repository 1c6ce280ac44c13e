package dev.nocturne.launcher;

import com.hazelcast.config.Config;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import dev.nocturne.config.Address;
import dev.nocturne.config.ClusterConfig;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One member of the Hazelcast cluster that carries the event bus. It holds who is there and who listens where, and
 * nothing that must not be lost.
 */
final class ClusterMember {
    private static final int CONNECT_MILLIS = 2_000;

    /**
     * A dead member is noticed after 12 s without a heartbeat, and a healed split merges 10 s later. What waits for a member
     * that is frozen, whose kernel still takes connections, makes the thread spin that writes to it (Hazelcast issue 26473):
     * with one thread for all, their heartbeats would wait behind that, and one frozen member would end the cluster.
     */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.logging.type", "slf4j"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.heartbeat.interval.seconds", "2"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "12"),
            Map.entry("hazelcast.heartbeat.failuredetector.type", "deadline"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "10"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "10"),
            Map.entry("hazelcast.partition.count", "31"),
            Map.entry("hazelcast.wait.seconds.before.join", "1"),
            Map.entry("hazelcast.operation.generic.thread.count", "2"),
            Map.entry("hazelcast.operation.thread.count", "2"),
            Map.entry("hazelcast.io.input.thread.count", "1"),
            Map.entry("hazelcast.io.output.thread.count", "16"),
            Map.entry("hazelcast.event.thread.count", "1"));

    private ClusterMember() {}

    static ClusterManager manager(ClusterConfig cluster) {
        System.setProperty("hazelcast.logging.type", "slf4j");
        String file = cluster.file();
        return new HazelcastClusterManager(withBusStructures(file == null ? config(cluster) : load(file)));
    }

    static EventBusOptions busOptions(ClusterConfig cluster, @Nullable BusTls tls) {
        EventBusOptions options = new EventBusOptions();
        options.setHost(cluster.self().host());
        options.setPort(cluster.busPort());
        options.setConnectTimeout(CONNECT_MILLIS);
        if (tls != null) {
            tls.secure(options);
        }
        return options;
    }

    private static Config load(String file) {
        try {
            return Config.loadFromFile(new File(file));
        } catch (FileNotFoundException e) {
            throw new StartFailure("cluster.config " + file + ": there is no such file", e);
        } catch (InvalidConfigurationException | IllegalArgumentException e) {
            throw new StartFailure(
                    "cluster.config " + file + " is not a Hazelcast configuration: " + e.getMessage(), e);
        }
    }

    private static Config config(ClusterConfig cluster) {
        Config config = new Config();
        config.setClusterName("nocturne");
        PROPERTIES.forEach(config::setProperty);
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(cluster.self().port()).setPortAutoIncrement(false);
        InetAddress self = resolve(cluster.self().host());
        requireFree(self, cluster.self());
        network.setInterfaces(new InterfacesConfig().setEnabled(true).addInterface(self.getHostAddress()));
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(CONNECT_MILLIS / 1_000);
        join.getTcpIpConfig().addMember(text(cluster.self()));
        for (Address member : cluster.members()) {
            if (!member.equals(cluster.self())) {
                join.getTcpIpConfig().addMember(text(member));
            }
        }
        return config;
    }

    private static Config withBusStructures(Config config) {
        if (!config.getMultiMapConfigs().containsKey("__vertx.subs")) {
            config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                    .setBackupCount(1)
                    .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        }
        for (String map : new String[] {"__vertx.haInfo", "__vertx.nodeInfo"}) {
            if (!config.getMapConfigs().containsKey(map)) {
                config.addMapConfig(new MapConfig(map).setBackupCount(1));
            }
        }
        return config;
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartFailure("cluster.host " + host + " cannot be resolved", e);
        }
    }

    /** The library would say it too, with three stack traces. */
    private static void requireFree(InetAddress ip, Address self) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(ip, self.port()));
        } catch (IOException e) {
            throw new StartFailure(
                    "cluster.port " + self.port() + " on " + self.host() + " cannot be bound (" + e.getMessage()
                            + "); set cluster.port, cluster.host, or stop the other program",
                    e);
        }
    }

    private static String text(Address address) {
        String host = address.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
    }
}
