package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.auth.Sites;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.Limits;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events a client wants.
 *
 * @param sites groups are already replaced by their sites
 * @param severity the least severity
 */
record Filter(Sites sites, Severity severity) {
    static final Filter ALL = new Filter(Sites.ALL, Severity.UNCLASSIFIED);

    private static final int MAX_SITES = 1_000;

    /**
     * @param names sites, groups, or {@code *} for all; empty for all
     * @param groups name of a group to its sites
     * @throws InvalidInput naming what is wrong
     */
    static Filter of(Collection<String> names, @Nullable String severity, Map<String, List<String>> groups) {
        for (String name : names) {
            if (name.isBlank() || name.codePointCount(0, name.length()) > Limits.SITE) {
                throw invalid("site", "must have 1 to " + Limits.SITE + " characters");
            }
        }
        Sites sites = names.isEmpty() ? Sites.ALL : Sites.of(names, groups);
        if (sites.names().size() > MAX_SITES) {
            throw invalid("site", "names " + sites.names().size() + " sites, at most " + MAX_SITES + " are taken");
        }
        return new Filter(sites, least(severity));
    }

    /** The part of it that somebody may see. */
    Filter within(Access access) {
        return new Filter(access.visible(sites), severity);
    }

    private static Severity least(@Nullable String severity) {
        try {
            return severity == null ? Severity.UNCLASSIFIED : Fields.parseSeverity(severity);
        } catch (IllegalArgumentException e) {
            throw invalid("severity", String.valueOf(e.getMessage()));
        }
    }

    boolean matches(FeedEvent event) {
        return event.severity().compareTo(severity) >= 0 && sites.allowsAny(event.sites());
    }

    static InvalidInput invalid(String field, String detail) {
        return new InvalidInput(List.of(new FieldError(field, detail)));
    }
}
