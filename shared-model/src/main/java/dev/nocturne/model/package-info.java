/**
 * What the cluster talks about: alerts, events, severities. Times are UTC instants; {@code seq} counts committed
 * events from 1 without a hole, in commit order; strings are never empty where a field is optional, but null.
 * Records are immutable and may cross threads.
 */
@NullMarked
package dev.nocturne.model;

import org.jspecify.annotations.NullMarked;
