package dev.nocturne.store;

import dev.nocturne.model.EventKind;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
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
        return new NewEvent(
                e.kind(),
                e.source(),
                e.sourceId(),
                e.updateId(),
                e.sourceOrder(),
                e.occurredAt(),
                site,
                e.severity(),
                e.message(),
                e.host(),
                e.status(),
                e.acknowledged(),
                e.tags(),
                e.by(),
                e.note(),
                e.sender());
    }

    static NewEvent recovery(String sourceId) {
        return event(sourceId, EventKind.RESOLVED, 60, Severity.WARNING, false, Status.RESOLVED);
    }

    /** An event that its source made so many seconds after the problem, with what was true there at that time. */
    static NewEvent event(
            String sourceId, EventKind kind, int second, Severity severity, boolean acknowledged, Status status) {
        return new NewEvent(
                kind,
                "zabbix",
                sourceId,
                kind == EventKind.CREATED || kind == EventKind.RESOLVED ? "" : "update " + second,
                BEGAN.plusSeconds(second).getEpochSecond() * 1_000_000,
                BEGAN,
                "HEL1",
                severity,
                "HTTP service is down on " + sourceId,
                "web-01",
                status,
                acknowledged,
                List.of(),
                null,
                null,
                null);
    }
}
