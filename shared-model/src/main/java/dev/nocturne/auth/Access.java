package dev.nocturne.auth;

import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Sites;
import java.time.Instant;
import java.util.Set;

/**
 * What somebody may do, and where, as their token says it.
 *
 * @param subject who it is
 * @param expires from then on it holds no more; {@link Instant#MAX} for nobody's
 */
public record Access(String subject, Set<Scope> scopes, Sites sites, Instant expires) {
    /** Whoever has no token, where that is allowed: may read everything and do nothing. */
    public static final Access ANONYMOUS = new Access("anonymous", Set.of(Scope.ALERTS_READ), Sites.ALL, Instant.MAX);

    private static final int SOURCE_DIGITS = 32;

    public Access {
        scopes = Set.copyOf(scopes);
    }

    /** The source of what they post themselves, where it must be their own: up to 40 characters, and nobody else's. */
    public String source() {
        return "sub:" + Sha256.hex(subject).substring(0, SOURCE_DIGITS);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** @throws ServiceFailure of the kind {@code FORBIDDEN} that names the scope which is missing */
    public void require(Scope scope) {
        if (!may(scope)) {
            throw new ServiceFailure(Kind.FORBIDDEN, "the token does not hold the scope " + scope.wire());
        }
    }

    /** @throws ServiceFailure of the kind {@code FORBIDDEN} */
    public void requireSite(String site) {
        if (!sites.allows(site)) {
            throw new ServiceFailure(Kind.FORBIDDEN, "the token is not for this site");
        }
    }

    /**
     * What a client gets of the sites that it asks for. If that is {@linkplain Sites#isNone() none} it gets nothing.
     *
     * @param asked groups already replaced by their sites; {@link Sites#ALL} for whatever is allowed
     */
    public Sites visible(Sites asked) {
        return sites.and(asked);
    }
}
