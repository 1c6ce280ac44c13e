package dev.nocturne.launcher;

import dev.nocturne.push.PushVerticle;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** What {@code /metrics} tells beside what Vert.x and the JVM tell of themselves. */
final class Meters {
    private Meters() {}

    /** The open streams, which are no HTTP connections and so are not among those of Vert.x. */
    static void of(PushVerticle push, MeterRegistry registry) {
        push.connections()
                .forEach((kind, open) -> Gauge.builder("nocturne.push.connections", open, LongSupplier::getAsLong)
                        .description("Open connections to screens, by kind")
                        .tag("kind", kind)
                        .strongReference(true)
                        .register(registry));
    }
}
