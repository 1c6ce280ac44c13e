/**
 * Measures what this program does on the machine at hand. Nothing here judges an absolute time: what can be compared
 * between machines is compared within one run, against floors measured next to it.
 */
@NullMarked
package dev.nocturne.bench;

import org.jspecify.annotations.NullMarked;
