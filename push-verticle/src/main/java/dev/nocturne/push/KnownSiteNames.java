package dev.nocturne.push;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.KnownSites;
import dev.nocturne.bus.StoreRoutes.SitesQuery;
import dev.nocturne.model.SiteName;
import dev.nocturne.model.Sites;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sites that any alert or the configuration ever named, so that a misspelt one can be told from one where nothing is
 * wrong. While the store has not told all of them, none is called unknown. The store is asked every {@link #PERIOD_MILLIS},
 * and at once when a client asks for a name that is not known here, but at most every {@link #PAUSE_MILLIS}. Safe for all
 * threads.
 */
final class KnownSiteNames {
    private static final Logger LOGGER = LoggerFactory.getLogger(KnownSiteNames.class);

    private static final long PERIOD_MILLIS = 60_000;
    private static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private volatile boolean complete;
    private volatile boolean told;

    /** From a question until {@link #PAUSE_MILLIS} later. */
    private final AtomicBoolean pausing = new AtomicBoolean();

    /** Whether the pause shall end with a question. */
    private volatile boolean wanted;

    /** @param groups their sites are known */
    KnownSiteNames(Vertx vertx, Map<String, List<String>> groups) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
        groups.values().forEach(this::add);
    }

    /** Asks from now on, on the event loop that calls this. */
    void start() {
        vertx.setPeriodic(0, PERIOD_MILLIS, tick -> want());
    }

    /** Asks the store for all of them, now or at the end of the pause. */
    private void want() {
        wanted = true;
        if (pausing.compareAndSet(false, true)) {
            wanted = false;
            vertx.setTimer(PAUSE_MILLIS, pause -> pauseEnds());
            ask();
        }
    }

    private void pauseEnds() {
        pausing.set(false);
        if (wanted) {
            want();
        }
    }

    private void ask() {
        bus.call(StoreRoutes.SITES, new SitesQuery(StoreRoutes.MAX_SITES))
                .onSuccess(this::take)
                .onFailure(failure -> {
                    LOGGER.atDebug().setCause(failure).log("the store does not tell which sites there are");
                    if (!told) {
                        want();
                    }
                });
    }

    private void take(KnownSites known) {
        add(known.sites());
        complete = known.complete();
        told = true;
    }

    /** An event or the store names them. Beyond the number that the store tells no name is added, and none is called unknown. */
    void add(Collection<String> sites) {
        for (String site : SiteName.all(sites)) {
            if (!names.contains(site) && names.size() < 2 * StoreRoutes.MAX_SITES) {
                names.add(site);
            }
        }
    }

    /** Those that nobody ever named, sorted. If there are any, the store is asked whether it knows them meanwhile. */
    List<String> unknown(Sites asked) {
        boolean knowsAll = complete && names.size() < 2 * StoreRoutes.MAX_SITES;
        List<String> unknown = knowsAll
                ? asked.names().stream()
                        .filter(site -> !names.contains(site))
                        .sorted()
                        .toList()
                : List.of();
        if (!unknown.isEmpty()) {
            want();
        }
        return unknown;
    }

    /** Those that may be seen, sorted. */
    List<String> within(Sites visible) {
        return names.stream().filter(visible::allows).sorted().toList();
    }
}
