/** The command line: reads the configuration, starts the roles of one node, says when it is ready, and stops it in order. */
@NullMarked
package dev.nocturne.launcher;

import org.jspecify.annotations.NullMarked;
