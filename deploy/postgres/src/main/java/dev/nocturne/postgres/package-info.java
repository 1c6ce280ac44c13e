/** A real PostgreSQL that a process carries with it: own binaries, own data directory, durable, on a loopback port. */
@NullMarked
package dev.nocturne.postgres;

import org.jspecify.annotations.NullMarked;
