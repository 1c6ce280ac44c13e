package dev.nocturne.config;

import dev.nocturne.model.SiteName;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * @param proxies addresses and networks of reverse proxies, whose word about a client is taken
 * @param heartbeat interval of JSON heartbeats to each client
 * @param ping interval of protocol pings; a peer that misses three is closed
 * @param origins allowed values of the Origin header beside the node's own host; {@code *} allows any
 * @param siteGroups name of a group to its sites
 * @param ringEvents newest events kept in memory, a power of two
 * @param ringBytes most memory for them, roughly, bytes
 * @param connections most clients of this node, WebSockets and event streams, and most HTTP connections beside them
 * @param connectionsPerAddress most of them of one client address
 * @param connectionsPerSubject most of them with tokens of one subject
 * @param messageRate of one client; one that sends more is closed
 * @param clientBytes most bytes that wait in this process for one client, roughly
 * @param memory most bytes that wait in this process for all clients together
 * @param stall a client that takes nothing for so long, although something waits for it, is cut off
 * @param replays most pages that are read from the store for clients at a time
 * @param drain time over which the clients are sent elsewhere when the node stops
 * @param maxMessage largest message from a client, bytes
 * @param maxBody largest request body, bytes
 */
public record PushConfig(
        Address http,
        List<String> proxies,
        Duration heartbeat,
        Duration ping,
        List<String> origins,
        Map<String, List<String>> siteGroups,
        int ringEvents,
        long ringBytes,
        int connections,
        int connectionsPerAddress,
        int connectionsPerSubject,
        Rate messageRate,
        int clientBytes,
        long memory,
        Duration stall,
        int replays,
        Duration drain,
        int maxMessage,
        int maxBody) {
    public PushConfig {
        proxies = List.copyOf(proxies);
        origins = List.copyOf(origins);
        siteGroups = SiteName.groups(siteGroups);
    }
}
