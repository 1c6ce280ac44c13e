package dev.nocturne.store;

import dev.nocturne.model.Acknowledgement;
import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Snapshot;
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
                        event.snapshot(),
                        ts,
                        event.identity().source(),
                        event.identity().sourceId(),
                        event.began().at(),
                        Acknowledgement.NONE,
                        event.author(),
                        event.warnings(),
                        event.sender()),
                event.sourceOrder(),
                identity);
    }

    AlertState then(NewEvent event, UUID identity, long seq, Instant ts) {
        AlertState own = first(event, identity, newest.id(), seq, ts);
        boolean newer = order < own.order || (order == own.order && snapshot.compareTo(identity) < 0);
        AlertState snap = newer ? own : this;
        Snapshot alert = snap.newest.alert();
        return new AlertState(
                new AlertEvent(
                        seq,
                        event.kind(),
                        newest.id(),
                        new Snapshot(
                                alert.location().site().equals(Location.NO_SITE)
                                        ? named(
                                                newest.alert().location(),
                                                event.snapshot().location())
                                        : alert.location(),
                                alert.severity(),
                                alert.message(),
                                isResolved() || own.isResolved() ? Status.RESOLVED : Status.OPEN,
                                alert.acknowledged(),
                                alert.suppressed(),
                                alert.details()),
                        ts,
                        newest.source(),
                        newest.sourceId(),
                        earlier(newest.occurredAt(), event.began().at()),
                        Acknowledgement.NONE,
                        event.author(),
                        event.warnings(),
                        event.sender()),
                snap.order,
                snap.snapshot);
    }

    private static Location named(Location a, Location b) {
        return a.site().equals(Location.NO_SITE) ? b : a;
    }

    private boolean isResolved() {
        return newest.alert().status() == Status.RESOLVED;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
