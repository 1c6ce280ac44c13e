package dev.nocturne.store;

import dev.nocturne.model.Author;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Details;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Snapshot;
import dev.nocturne.model.Status;
import java.time.Instant;
import java.util.List;

/** Events as a source would tell them. */
final class Events {
    static final Instant BEGAN = Instant.parse("2026-11-20T18:55:00Z");

    private Events() {}

    static NewEvent problem(String sourceId) {
        return event(sourceId, EventKind.CREATED, 0, Severity.CRITICAL, false, Status.OPEN);
    }

    static NewEvent problemAt(String sourceId, String site, Severity severity) {
        return at(site, event(sourceId, EventKind.CREATED, 0, severity, false, Status.OPEN));
    }

    static NewEvent recoveryAt(String sourceId, String site) {
        return at(site, recovery(sourceId));
    }

    private static NewEvent at(String site, NewEvent e) {
        return with(e, Location.of(site), e.snapshot().message(), e.began());
    }

    static NewEvent recovery(String sourceId) {
        return event(sourceId, EventKind.RESOLVED, 60, Severity.WARNING, false, Status.RESOLVED);
    }

    /** An event that its source made so many seconds after the problem, with what was true there at that time. */
    static NewEvent event(
            String sourceId, EventKind kind, int second, Severity severity, boolean acknowledged, Status status) {
        String updateId = kind == EventKind.CREATED || kind == EventKind.RESOLVED ? "" : "update " + second;
        return new NewEvent(
                new EventIdentity("zabbix", sourceId, kind, updateId),
                BEGAN.plusSeconds(second).getEpochSecond() * 1_000_000,
                Beginning.exact(BEGAN),
                new Snapshot(
                        new Location(List.of("HEL1"), List.of("web-01"), List.of()),
                        severity,
                        "HTTP service is down on " + sourceId,
                        status,
                        acknowledged,
                        false,
                        Details.NONE),
                kind == EventKind.ACKNOWLEDGED ? new Author("Ada", "at " + second, "acknowledged") : Author.NONE,
                List.of(),
                null);
    }

    /** The same event told otherwise. */
    static NewEvent with(NewEvent e, Location location, String message, Beginning began) {
        Snapshot alert = e.snapshot();
        return new NewEvent(
                e.identity(),
                e.sourceOrder(),
                began,
                new Snapshot(
                        location,
                        alert.severity(),
                        message,
                        alert.status(),
                        alert.acknowledged(),
                        alert.suppressed(),
                        alert.details()),
                e.author(),
                e.warnings(),
                e.sender());
    }
}
