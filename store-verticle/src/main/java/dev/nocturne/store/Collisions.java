package dev.nocturne.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps problems apart that have one id, as those of two Zabbix servers under one source do. Each problem but the first
 * gets an id of its own, made from its host. What is told of one later is for the alert of that id with the same host,
 * whatever the words are by then; where no host is the same, for the one with the same words. Owned by one event loop.
 */
final class Collisions {
    private static final Logger LOGGER = LoggerFactory.getLogger(Collisions.class);
    private static final char MARK = '~';
    private static final int HASH_DIGITS = 8;
    /** Sources that are told of; of more the log says nothing. */
    private static final int MAX_TOLD = 1_000;

    private final Set<String> told = new HashSet<>();

    /** What an alert was ever called. */
    private record Known(Set<String> hosts, Set<String> messages) {
        Known() {
            this(new HashSet<>(), new HashSet<>());
        }

        void add(Snapshot snapshot) {
            hosts.addAll(snapshot.location().hosts());
            messages.add(snapshot.message());
        }

        boolean isAtAnyOf(List<String> others) {
            return !Collections.disjoint(hosts, others);
        }
    }

    /**
     * The events, each under the id that it is stored with.
     *
     * @param states the stored alerts with the ids of the events, and those that are stored apart from them
     */
    List<NewEvent> apart(List<NewEvent> events, Map<Batch.Key, AlertState> states) {
        Map<Batch.Key, Map<String, Known>> alerts = new HashMap<>();
        states.forEach((key, state) -> {
            Snapshot alert = state.newest().alert();
            note(alerts, key, key.sourceId(), alert);
            String shared = sharedId(key.sourceId(), alert.location().hosts());
            note(alerts, new Batch.Key(key.source(), shared), key.sourceId(), alert);
        });
        List<NewEvent> apart = new ArrayList<>(events.size());
        for (NewEvent event : events) {
            Batch.Key key = Batch.Key.of(event);
            String id = choose(event, alerts.getOrDefault(key, new TreeMap<>()));
            note(alerts, key, id, event.snapshot());
            apart.add(id.equals(key.sourceId()) ? event : renamed(event, id));
        }
        return apart;
    }

    private static void note(Map<Batch.Key, Map<String, Known>> alerts, Batch.Key key, String id, Snapshot snapshot) {
        alerts.computeIfAbsent(key, first -> new TreeMap<>())
                .computeIfAbsent(id, first -> new Known())
                .add(snapshot);
    }

    /** @param alerts those with the event's id, the one that is stored under it before those that are apart from it */
    private static String choose(NewEvent event, Map<String, Known> alerts) {
        String id = event.identity().sourceId();
        List<String> hosts = event.snapshot().location().hosts();
        for (Map.Entry<String, Known> alert : alerts.entrySet()) {
            if (alert.getValue().isAtAnyOf(hosts)) {
                return alert.getKey();
            }
        }
        Known first = alerts.get(id);
        if (first != null && (hosts.isEmpty() || first.hosts.isEmpty() || isToldAlike(first, event))) {
            return id;
        }
        List<String> alike = event.identity().kind() == EventKind.CREATED
                ? List.of()
                : alerts.entrySet().stream()
                        .filter(alert -> isToldAlike(alert.getValue(), event))
                        .map(Map.Entry::getKey)
                        .toList();
        if (alike.size() == 1) {
            return alike.get(0);
        }
        return first == null ? id : apartFrom(id, hosts.get(0));
    }

    /** A problem without a message is not known to be another one's, and an end without one is not known to be no one's. */
    private static boolean isToldAlike(Known alert, NewEvent event) {
        String message = event.snapshot().message();
        Set<String> none =
                Set.of(Snapshot.NO_MESSAGE, Snapshot.unnamed(event.identity().sourceId()));
        boolean isUnknown = none.contains(message) || !Collections.disjoint(alert.messages, none);
        return isUnknown ? event.identity().kind() != EventKind.CREATED : alert.messages.contains(message);
    }

    private static String apartFrom(String id, String host) {
        String hash = UUID.nameUUIDFromBytes((id + MARK + host).getBytes(UTF_8)).toString();
        return id + MARK + hash.substring(0, HASH_DIGITS);
    }

    /** The id at the source; a source may use the mark itself, so that the digits must be those of one of the hosts. */
    private static String sharedId(String id, List<String> hosts) {
        int end = id.length() - HASH_DIGITS - 1;
        if (end <= 0 || id.charAt(end) != MARK) {
            return id;
        }
        String shared = id.substring(0, end);
        return hosts.stream().anyMatch(host -> apartFrom(shared, host).equals(id)) ? shared : id;
    }

    private NewEvent renamed(NewEvent event, String id) {
        EventIdentity identity = event.identity();
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
                new EventIdentity(source, id, identity.kind(), identity.updateId()),
                event.sourceOrder(),
                event.began(),
                event.snapshot(),
                event.author(),
                warnings,
                event.sender());
    }
}
