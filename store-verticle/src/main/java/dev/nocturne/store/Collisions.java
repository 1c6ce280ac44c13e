package dev.nocturne.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two problems apart that have one id, as those of two Zabbix servers under one source do: if host and message
 * both differ, it is another problem. The one that came second gets an id of its own, made from its message, which the
 * source keeps the same in updates and recoveries. Owned by one event loop.
 */
final class Collisions {
    private static final Logger LOGGER = LoggerFactory.getLogger(Collisions.class);
    private static final int HASH_DIGITS = 8;
    /** Sources that are told of; of more the log says nothing. */
    private static final int MAX_TOLD = 1_000;

    private final Set<String> told = new HashSet<>();

    /**
     * The events, each under the id that it is stored with.
     *
     * @param states the stored alerts with the ids of the events
     */
    List<NewEvent> apart(List<NewEvent> events, Map<Batch.Key, AlertState> states) {
        Map<Batch.Key, Snapshot> first = new HashMap<>();
        states.forEach((key, state) -> first.put(key, state.newest().alert()));
        List<NewEvent> apart = new ArrayList<>(events.size());
        for (NewEvent event : events) {
            Snapshot known = first.putIfAbsent(Batch.Key.of(event), event.snapshot());
            apart.add(known == null || isSameProblem(known, event.snapshot()) ? event : renamed(event));
        }
        return apart;
    }

    private static boolean isSameProblem(Snapshot known, Snapshot told) {
        List<String> hosts = told.location().hosts();
        return known.message().equals(told.message())
                || hosts.isEmpty()
                || known.location().hosts().isEmpty()
                || !Collections.disjoint(known.location().hosts(), hosts);
    }

    private NewEvent renamed(NewEvent event) {
        EventIdentity identity = event.identity();
        String hash = UUID.nameUUIDFromBytes(event.snapshot().message().getBytes(UTF_8))
                .toString()
                .substring(0, HASH_DIGITS);
        String source = identity.source();
        if (told.size() < MAX_TOLD && told.add(source)) {
            LOGGER.atWarn()
                    .addKeyValue("source", source)
                    .addKeyValue("sourceId", identity.sourceId())
                    .addKeyValue("sender", event.sender())
                    .log("two problems have one id: two servers share a source; give each a source of its own");
        }
        List<String> warnings = new ArrayList<>(event.warnings());
        warnings.add("Another problem of the source \"" + source + "\" has the id " + identity.sourceId()
                + ". Both are kept. Give each server a source of its own.");
        return new NewEvent(
                new EventIdentity(source, identity.sourceId() + "~" + hash, identity.kind(), identity.updateId()),
                event.sourceOrder(),
                event.began(),
                event.snapshot(),
                event.author(),
                warnings,
                event.sender());
    }
}
