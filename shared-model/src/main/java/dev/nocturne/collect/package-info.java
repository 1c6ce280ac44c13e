/** Collections with a bound, that more than one module needs. */
@NullMarked
package dev.nocturne.collect;

import org.jspecify.annotations.NullMarked;
