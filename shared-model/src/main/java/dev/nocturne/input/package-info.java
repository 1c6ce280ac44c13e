/** Turns what a client sent into validated records, or into a list of everything that is wrong with it. */
@NullMarked
package dev.nocturne.input;

import org.jspecify.annotations.NullMarked;
