package dev.nocturne.e2e;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.DistributedObject;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.util.List;

/** Somebody who reaches {@code cluster.port} and has nothing else: Hazelcast takes them for a member. */
final class PlainMember implements AutoCloseable {
    private final HazelcastInstance member;

    /** @param members addresses, with commas between */
    PlainMember(String members) {
        Config config = new Config();
        config.setClusterName("nocturne");
        config.setLiteMember(true);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.partition.count", "31");
        config.getNetworkConfig().setPort(FreePorts.one()).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(members);
        member = Hazelcast.newHazelcastInstance(config);
    }

    int members() {
        return member.getCluster().getMembers().size();
    }

    /** The names of all maps and other things that the cluster shares. */
    List<String> shared() {
        return member.getDistributedObjects().stream()
                .map(DistributedObject::getName)
                .distinct()
                .sorted()
                .toList();
    }

    void put(String map, String key, String value) {
        member.getMap(map).put(key, value);
    }

    @Override
    public void close() {
        member.shutdown();
    }
}
