package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sites that somebody may see: the one place that decides it. None and all are different things: an empty set of
 * names never stands for all.
 *
 * @param all whether every site is meant, also one that nobody has named yet
 * @param names the sites if not all are, as {@link SiteName} has them, with groups already replaced by their sites
 */
public record Sites(boolean all, Set<String> names) {
    public static final String EVERY = "*";
    public static final Sites ALL = new Sites(true, Set.of());
    public static final Sites NONE = new Sites(false, Set.of());

    public Sites {
        names = all ? Set.of() : named(names);
    }

    /** Only what is written as a star is all: what merely looks like one is no site, and grants nothing. */
    private static Set<String> named(Set<String> names) {
        Set<String> normal = SiteName.all(names);
        normal.remove(EVERY);
        return Set.copyOf(normal);
    }

    /**
     * @param given names of sites and groups, or {@code *}; empty for none
     * @param groups name of a group to its sites, as {@link SiteName#groups} has them
     */
    public static Sites of(Collection<String> given, Map<String, List<String>> groups) {
        if (given.contains(EVERY)) {
            return ALL;
        }
        Set<String> names = new HashSet<>();
        for (String name : given) {
            names.addAll(groups.getOrDefault(SiteName.of(name), List.of(name)));
        }
        return names.contains(EVERY) ? ALL : new Sites(false, names);
    }

    public boolean allows(String site) {
        return all || names.contains(site);
    }

    /** Whether something that is at all these sites may be seen: one of them is enough. */
    public boolean allowsAny(Collection<String> sites) {
        return all || sites.stream().anyMatch(names::contains);
    }

    @JsonIgnore
    public boolean isNone() {
        return !all && names.isEmpty();
    }

    /** What both allow. */
    public Sites and(Sites other) {
        if (all) {
            return other;
        }
        if (other.all) {
            return this;
        }
        Set<String> both = new HashSet<>(names);
        both.retainAll(other.names);
        return new Sites(false, both);
    }
}
