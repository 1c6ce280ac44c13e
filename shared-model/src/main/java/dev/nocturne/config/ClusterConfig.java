package dev.nocturne.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param self this member's own address, which others must be able to reach
 * @param busPort port of the event bus on the same host; 0 takes a free one
 * @param members every member that others may find the cluster by
 * @param file a Hazelcast configuration (XML or YAML) that stands instead of all the others, or null
 */
public record ClusterConfig(
        Address self,
        int busPort,
        List<Address> members,
        @Nullable String file) {
    public ClusterConfig {
        members = List.copyOf(members);
    }
}
