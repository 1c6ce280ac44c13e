@NullMarked
package dev.nocturne.push;

import org.jspecify.annotations.NullMarked;
