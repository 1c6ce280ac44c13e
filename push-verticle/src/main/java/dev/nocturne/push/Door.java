package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.auth.Scope;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import org.jspecify.annotations.Nullable;

/** What somebody must be allowed, to come in by a path. */
enum Door {
    FEED(Scope.ALERTS_READ, false),
    /** Tells of all sites at once, so it is for those who may see all. */
    BATCHES(Scope.ALERTS_READ, true),
    /** For whoever is known at all. */
    ECHO(null, false);

    private final @Nullable Scope scope;
    private final boolean allSites;

    Door(@Nullable Scope scope, boolean allSites) {
        this.scope = scope;
        this.allSites = allSites;
    }

    /** @throws ServiceFailure of the kind {@code FORBIDDEN} */
    void require(Access access) {
        if (scope != null) {
            access.require(scope);
        }
        if (allSites && !access.sites().all()) {
            throw new ServiceFailure(Kind.FORBIDDEN, "the token is not for all sites");
        }
    }

    /** Whether a message on this path may be a newer token. */
    boolean takesTokens() {
        return this != ECHO;
    }
}
