/** One record for each part of a node. Sizes are bytes or items as named, durations are positive. Only the launcher reads files, flags and environment. */
@NullMarked
package dev.nocturne.config;

import org.jspecify.annotations.NullMarked;
