package dev.nocturne.node;

/**
 * One part of a node's readiness.
 *
 * @param ok whether the part works now
 * @param detail why not, or what it knows; no secrets
 */
public record Check(String name, boolean ok, String detail) {}
