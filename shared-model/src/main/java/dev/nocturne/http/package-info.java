/** What the HTTP ports share: where they bind, and how they say what went wrong. */
@NullMarked
package dev.nocturne.http;

import org.jspecify.annotations.NullMarked;
