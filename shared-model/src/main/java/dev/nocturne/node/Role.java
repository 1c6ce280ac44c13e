package dev.nocturne.node;

import dev.nocturne.config.Address;
import io.vertx.core.Deployable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node runs: a verticle that can say whether it is ready. Safe for all threads once it is deployed. */
public interface Role extends Deployable {
    /** Each part that must work before the node may be used, as it is now. */
    List<Check> checks();

    /** Where its HTTP port is bound, with the real port; null if it has none. */
    @Nullable
    Address http();
}
