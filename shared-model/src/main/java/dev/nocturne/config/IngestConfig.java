package dev.nocturne.config;

import java.time.Duration;

/**
 * @param connections most HTTP connections at a time
 * @param maxBody largest request body, bytes
 * @param inFlight most requests at a time; beyond it they are answered 503
 * @param deadline time for one request from its head to its answer, retries on other store nodes included
 * @param senderRate of one sender on this node; beyond it requests are answered 429
 * @param addressRate of one client address on this node, whether its token holds or not
 * @param addresses most client addresses that are counted at a time
 */
public record IngestConfig(
        Address http,
        int connections,
        int maxBody,
        int inFlight,
        Duration deadline,
        Rate senderRate,
        Rate addressRate,
        int addresses) {}
