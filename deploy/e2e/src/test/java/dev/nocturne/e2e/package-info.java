/** Tests of the packaged program, as processes: alone, as a cluster, and on the screen of a browser. */
@NullMarked
package dev.nocturne.e2e;

import org.jspecify.annotations.NullMarked;
