package dev.nocturne.launcher;

import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this JVM may use, and whether the configuration fits into it.
 *
 * @param heap limit of the heap, bytes
 * @param direct limit of direct memory, from where sockets are written, bytes
 */
record Memory(long heap, long direct) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Memory.class);
    private static final long MIB = 1 << 20;
    /** What a node needs on the heap beside the ring, at the least. */
    private static final long HEAP_BASE = 32 * MIB;
    /** What sockets need of direct memory beside what waits for clients: what is read, TLS, the bus, the database. */
    private static final long DIRECT_BASE = 8 * MIB;

    private static final long MAX_DEFAULT = 512 * MIB;
    /** Fewer clients than that could not be written to at a time. */
    private static final int MIN_CLIENTS = 4;

    static Memory ofThisProcess() {
        return new Memory(Runtime.getRuntime().maxMemory(), PlatformDependent.estimateMaxDirectMemory());
    }

    /** The value of {@code push.memory}, or half of what direct memory has beside its base. */
    long push(Settings settings) {
        Long given = settings.find(Keys.PUSH_MEMORY);
        return given == null ? Math.max(0, Math.min(MAX_DEFAULT, (direct - DIRECT_BASE) / 2)) : given;
    }

    /**
     * Warns of what may become too much, for a node that screens connect to.
     *
     * @throws ConfigFailure if there cannot be enough memory
     */
    void require(Settings settings) {
        List<String> problems = new ArrayList<>();
        long ring = settings.get(Keys.RING_BYTES);
        if (ring + HEAP_BASE > heap) {
            problems.add(ofHeap(ring));
        } else if (ring > heap / 2) {
            LOGGER.atWarn().log(ofHeap(ring));
        }
        long waiting = push(settings);
        long least = MIN_CLIENTS * settings.get(Keys.CLIENT_BYTES);
        if (waiting < least) {
            problems.add("push.memory: " + mib(waiting) + " (by default half of what -XX:MaxDirectMemorySize, which is "
                    + mib(direct) + ", leaves beside " + mib(DIRECT_BASE) + ") must not be less than " + MIN_CLIENTS
                    + " times push.client-bytes, which is " + mib(least) + ": raise one with NOCTURNE_JAVA_OPTS, or"
                    + " lower the other");
        } else if (waiting + DIRECT_BASE > direct) {
            problems.add("push.memory: " + mib(waiting) + " and " + mib(DIRECT_BASE)
                    + " beside it do not fit into direct memory, which is " + mib(direct)
                    + ": lower it, or raise -XX:MaxDirectMemorySize (or -Xmx) with NOCTURNE_JAVA_OPTS");
        }
        if (!problems.isEmpty()) {
            throw new ConfigFailure(problems);
        }
    }

    private String ofHeap(long ring) {
        return "push.ring-bytes: " + mib(ring) + " of events and at least " + mib(HEAP_BASE)
                + " beside them are much for the heap, which is " + mib(heap)
                + ": lower it, or raise -Xmx with NOCTURNE_JAVA_OPTS";
    }

    private static String mib(long bytes) {
        return bytes % MIB == 0 || bytes > 10 * MIB ? bytes / MIB + "m" : bytes / 1024 + "k";
    }
}
