/**
 * The push engine against others that do the same: one event to every socket. Each contender and the load generator is
 * a process of its own; this one only tells them what to do, over their standard input, and reads their CPU time from
 * the operating system. All clocks are the monotonic one of the machine, so that times can be compared across them.
 */
@NullMarked
package dev.nocturne.bench.fanout;

import org.jspecify.annotations.NullMarked;
