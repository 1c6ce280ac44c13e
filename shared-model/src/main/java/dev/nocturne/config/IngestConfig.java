package dev.nocturne.config;

import java.time.Duration;
import java.util.List;

/**
 * @param proxies addresses and networks of reverse proxies, whose word about a client is taken
 * @param connections most HTTP connections at a time
 * @param connectionsPerAddress most of them of one client address
 * @param maxBody largest request body, bytes
 * @param inFlight most requests at a time; beyond it they are answered 503
 * @param deadline time for one request from its head to its answer, retries on other store nodes included
 * @param senderRate of one sender on this node; beyond it requests are answered 429
 * @param addressRate of one client address on this node, whether its token holds or not
 * @param addresses most client addresses that are counted at a time
 */
public record IngestConfig(
        Address http,
        List<String> proxies,
        int connections,
        int connectionsPerAddress,
        int maxBody,
        int inFlight,
        Duration deadline,
        Rate senderRate,
        Rate addressRate,
        int addresses) {
    public IngestConfig {
        proxies = List.copyOf(proxies);
    }
}
