package dev.nocturne.config;

import java.time.Duration;

/**
 * @param maxBody largest request body, bytes
 * @param inFlight most requests at a time; beyond it they are answered 503
 * @param deadline time for one request from its head to its answer, retries on other store nodes included
 */
public record IngestConfig(Address http, int maxBody, int inFlight, Duration deadline) {}
