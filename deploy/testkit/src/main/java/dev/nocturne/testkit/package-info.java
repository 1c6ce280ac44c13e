/** What tests of several modules share: a real PostgreSQL, and the real program as a child process. */
@NullMarked
package dev.nocturne.testkit;

import org.jspecify.annotations.NullMarked;
