package dev.nocturne.store;

import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Status;
import java.time.Instant;
import java.util.UUID;

/**
 * An alert as all its events so far make it. The same events make the same state in every order of arrival: of the
 * sources' snapshots the one with the highest order counts, the identity decides between equals, resolved is final
 * (a source opens a problem again under a new id), the earliest beginning holds, and a site that is named stays.
 *
 * @param newest the last event, with the state after it
 * @param order {@link NewEvent#sourceOrder()} of the snapshot that describes the alert
 * @param snapshot identity of the event which brought that snapshot
 */
record AlertState(AlertEvent newest, long order, UUID snapshot) {

    static AlertState first(NewEvent event, UUID identity, UUID id, long seq, Instant ts) {
        return new AlertState(
                new AlertEvent(
                        seq,
                        event.kind(),
                        id,
                        event.site(),
                        event.severity(),
                        event.message(),
                        ts,
                        event.status(),
                        event.acknowledged(),
                        event.host(),
                        event.source(),
                        event.sourceId(),
                        event.occurredAt(),
                        event.tags(),
                        event.by(),
                        event.note(),
                        event.sender()),
                event.sourceOrder(),
                identity);
    }

    AlertState then(NewEvent event, UUID identity, long seq, Instant ts) {
        AlertState own = first(event, identity, newest.id(), seq, ts);
        boolean newer = order < own.order || (order == own.order && snapshot.compareTo(identity) < 0);
        AlertState snap = newer ? own : this;
        return new AlertState(
                new AlertEvent(
                        seq,
                        event.kind(),
                        newest.id(),
                        snap.newest.site().equals(NewEvent.NO_SITE)
                                ? named(newest.site(), own.newest.site())
                                : snap.newest.site(),
                        snap.newest.severity(),
                        snap.newest.message(),
                        ts,
                        isResolved() || own.isResolved() ? Status.RESOLVED : Status.OPEN,
                        snap.newest.acknowledged(),
                        snap.newest.host(),
                        newest.source(),
                        newest.sourceId(),
                        earlier(newest.occurredAt(), event.occurredAt()),
                        snap.newest.tags(),
                        event.by(),
                        event.note(),
                        event.sender()),
                snap.order,
                snap.snapshot);
    }

    private static String named(String a, String b) {
        return a.equals(NewEvent.NO_SITE) ? b : a;
    }

    private boolean isResolved() {
        return newest.status() == Status.RESOLVED;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
