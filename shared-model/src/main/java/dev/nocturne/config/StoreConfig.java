package dev.nocturne.config;

import java.time.Duration;

/**
 * @param database where PostgreSQL is, with its secrets
 * @param poolSize connections of this node
 * @param batchEvents most events in one commit
 * @param queueEvents most events that wait for a commit; beyond it callers are told {@code BUSY}
 * @param queueBytes the same bound in bytes of text
 * @param partitionEvents events in one partition of the feed
 * @param retention age at which a partition is dropped, counted from its last event
 */
public record StoreConfig(
        DatabaseUri database,
        int poolSize,
        int batchEvents,
        int queueEvents,
        long queueBytes,
        Duration statementTimeout,
        long partitionEvents,
        Duration retention) {}
