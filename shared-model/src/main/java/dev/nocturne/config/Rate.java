package dev.nocturne.config;

/**
 * How many requests are taken.
 *
 * @param perSecond in the long run
 * @param burst at once, after a quiet time; not less than {@code perSecond}
 */
public record Rate(int perSecond, int burst) {}
