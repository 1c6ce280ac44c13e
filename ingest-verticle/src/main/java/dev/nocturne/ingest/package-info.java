@NullMarked
package dev.nocturne.ingest;

import org.jspecify.annotations.NullMarked;
