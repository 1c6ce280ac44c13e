/** What a role shows to the node that runs it. */
@NullMarked
package dev.nocturne.node;

import org.jspecify.annotations.NullMarked;
