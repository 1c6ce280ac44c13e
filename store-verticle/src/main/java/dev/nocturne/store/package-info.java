@NullMarked
package dev.nocturne.store;

import org.jspecify.annotations.NullMarked;
