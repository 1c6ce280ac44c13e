package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.input.Fields;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.Limits;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.SiteName;
import dev.nocturne.model.Sites;
import java.util.ArrayList;
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

    private static final String SITE = "site";
    private static final int MAX_SITES = 1_000;

    /**
     * @param names sites, groups, or {@code *} for all; empty for all
     * @param groups name of a group to its sites
     * @throws InvalidInput naming all that is wrong
     */
    static Filter of(Collection<String> names, @Nullable String severity, Map<String, List<String>> groups) {
        List<FieldError> errors = new ArrayList<>();
        names.forEach(name -> checkName(name, errors));
        Sites sites = names.isEmpty() ? Sites.ALL : Sites.of(names, groups);
        if (sites.names().size() > MAX_SITES) {
            errors.add(new FieldError(
                    SITE, "names " + sites.names().size() + " sites, at most " + MAX_SITES + " are taken"));
        }
        Severity least = Severity.UNCLASSIFIED;
        try {
            least = severity == null ? least : Fields.parseSeverity(severity);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("severity", String.valueOf(e.getMessage())));
        }
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
        return new Filter(sites, least);
    }

    private static void checkName(String name, List<FieldError> errors) {
        String site = SiteName.of(name);
        if (site.isEmpty() || site.codePointCount(0, site.length()) > Limits.SITE) {
            errors.add(new FieldError(SITE, "must have 1 to " + Limits.SITE + " characters"));
        } else if (name.codePoints()
                .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            errors.add(new FieldError(SITE, "holds a NUL or a lone surrogate"));
        }
    }

    /** The part of it that somebody may see. */
    Filter within(Access access) {
        return new Filter(access.visible(sites), severity);
    }

    boolean matches(FeedEvent event) {
        return event.severity().compareTo(severity) >= 0 && sites.allowsAny(event.sites());
    }
}
