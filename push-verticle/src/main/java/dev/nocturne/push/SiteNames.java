package dev.nocturne.push;

import dev.nocturne.auth.Sites;
import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.KnownSites;
import dev.nocturne.bus.StoreRoutes.SitesQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sites that any alert or the configuration ever named, so that a misspelt one can be told from one where nothing is
 * wrong. While the store has not told all of them, none is called unknown. Safe for all threads.
 */
final class SiteNames {
    private static final Logger LOGGER = LoggerFactory.getLogger(SiteNames.class);

    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private volatile boolean complete;

    /** @param groups their sites are known */
    SiteNames(Map<String, List<String>> groups) {
        groups.values().forEach(names::addAll);
    }

    /** Asks the store for all of them. */
    void ask(Bus bus) {
        bus.call(StoreRoutes.SITES, new SitesQuery(StoreRoutes.MAX_SITES))
                .onSuccess(this::take)
                .onFailure(failure ->
                        LOGGER.atDebug().setCause(failure).log("the store does not tell which sites there are"));
    }

    private void take(KnownSites known) {
        add(known.sites());
        complete = known.complete();
    }

    /** Beyond the number that the store tells no name is added, and none is called unknown. */
    void add(Collection<String> sites) {
        for (String site : sites) {
            if (!names.contains(site) && names.size() < 2 * StoreRoutes.MAX_SITES) {
                names.add(site);
            }
        }
    }

    /** Those that nobody ever named, sorted. */
    List<String> unknown(Sites asked) {
        boolean knowsAll = complete && names.size() < 2 * StoreRoutes.MAX_SITES;
        return knowsAll
                ? asked.names().stream()
                        .filter(site -> !names.contains(site))
                        .sorted()
                        .toList()
                : List.of();
    }

    /** Those that may be seen, sorted. */
    List<String> within(Sites visible) {
        return names.stream().filter(visible::allows).sorted().toList();
    }
}
