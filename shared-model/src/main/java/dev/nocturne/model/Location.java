package dev.nocturne.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a problem is. In JSON the first site and the first host stand beside the lists as well.
 *
 * @param sites at least one, as {@link SiteName} has them; {@link #NO_SITE} alone if the source names none
 * @param hosts as people call them; may be empty
 * @param groups the hosts' groups at the source; may be empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Location(List<String> sites, List<String> hosts, List<String> groups) {
    /** The site of an alert whose source names none. */
    public static final String NO_SITE = "unassigned";

    public Location {
        sites = named(sites);
        hosts = List.copyOf(hosts);
        groups = List.copyOf(groups);
        if (sites.isEmpty()) {
            throw new IllegalArgumentException("a location has at least one site");
        }
    }

    /** Of events that an earlier version stored, too. */
    private static List<String> named(List<String> sites) {
        List<String> names = List.copyOf(SiteName.all(sites));
        return names.isEmpty() && !sites.isEmpty() ? List.of(NO_SITE) : names;
    }

    public static Location of(String site) {
        return new Location(List.of(site), List.of(), List.of());
    }

    /** The same hosts at other sites. */
    public Location withSites(List<String> others) {
        return new Location(others, hosts, groups);
    }

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public String site() {
        return sites.get(0);
    }

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public @Nullable String host() {
        return hosts.isEmpty() ? null : hosts.get(0);
    }
}
