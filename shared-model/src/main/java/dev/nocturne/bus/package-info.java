/**
 * Contracts between services. A call fails with {@link dev.nocturne.model.ServiceFailure} and with nothing else. The bus
 * delivers at most once: what must not be lost is committed first, and a publish is only a wake-up.
 */
@NullMarked
package dev.nocturne.bus;

import org.jspecify.annotations.NullMarked;
