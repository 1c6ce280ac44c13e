package dev.nocturne.store;

import dev.nocturne.model.Acknowledgement;
import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Beginning.Certainty;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Snapshot;
import dev.nocturne.model.Status;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An alert as all its events so far make it. The same events make the same state in every order of arrival:
 *
 * <ul>
 *   <li>The snapshot with the highest order describes the alert; the identity decides between equals. A problem message
 *       ranks below every update and recovery, as a retry of it may carry a later time than they do.
 *   <li>Resolved is final: a source opens a problem again under a new id.
 *   <li>The alert belongs to every site and host that any event named: the snapshot's first, then the others by name.
 *   <li>Of the beginnings the most certain one holds, of equally certain ones the earliest.
 *   <li>The latest acknowledgement holds, unless a later snapshot was not acknowledged.
 * </ul>
 *
 * @param newest the last event, with the state after it
 * @param order rank of the snapshot that describes the alert
 * @param snapshot identity of the event which brought that snapshot
 * @param facts what else decides, and is not in {@code newest}
 */
record AlertState(AlertEvent newest, long order, UUID snapshot, Facts facts) {

    /**
     * @param sites of the snapshot that describes the alert, as it named them
     * @param hosts likewise
     * @param certainty of the beginning
     * @param acknowledged the latest acknowledgement, or null
     * @param notAcknowledged rank of the latest update or recovery that was not acknowledged
     */
    record Facts(
            List<String> sites,
            List<String> hosts,
            Certainty certainty,
            @Nullable Acknowledged acknowledged,
            long notAcknowledged) {
        Facts {
            sites = List.copyOf(sites);
            hosts = List.copyOf(hosts);
        }
    }

    /** An acknowledgement with its place among those of the alert. */
    record Acknowledged(long order, UUID identity, Acknowledgement by) {
        boolean isAfter(Acknowledged other) {
            return order != other.order ? order > other.order : identity.compareTo(other.identity) > 0;
        }
    }

    static AlertState first(NewEvent event, UUID identity, UUID id, long seq, Instant ts) {
        boolean isProblem = event.kind() == EventKind.CREATED;
        long rank = isProblem ? Long.MIN_VALUE + event.sourceOrder() : event.sourceOrder();
        Snapshot alert = event.snapshot();
        Facts facts = new Facts(
                alert.location().sites(),
                alert.location().hosts(),
                event.began().certainty(),
                event.kind() == EventKind.ACKNOWLEDGED ? acknowledged(event, identity) : null,
                isProblem || alert.acknowledged() ? Long.MIN_VALUE : rank);
        return new AlertState(
                new AlertEvent(
                        seq,
                        event.kind(),
                        id,
                        alert,
                        ts,
                        event.identity().source(),
                        event.identity().sourceId(),
                        event.began().at(),
                        shown(facts, alert.acknowledged()),
                        event.author(),
                        event.warnings(),
                        event.sender()),
                rank,
                identity,
                facts);
    }

    AlertState then(NewEvent event, UUID identity, long seq, Instant ts) {
        AlertState own = first(event, identity, newest.id(), seq, ts);
        boolean newer = order < own.order || (order == own.order && snapshot.compareTo(identity) < 0);
        AlertState winner = newer ? own : this;
        Snapshot alert = winner.newest.alert();
        Beginning began = began().or(event.began());
        Facts merged = new Facts(
                winner.facts.sites,
                winner.facts.hosts,
                began.certainty(),
                later(facts.acknowledged, own.facts.acknowledged),
                Math.max(facts.notAcknowledged, own.facts.notAcknowledged));
        return new AlertState(
                new AlertEvent(
                        seq,
                        event.kind(),
                        newest.id(),
                        new Snapshot(
                                everywhere(
                                        winner,
                                        newest.alert().location(),
                                        event.snapshot().location()),
                                alert.severity(),
                                alert.message(),
                                isResolved() || own.isResolved() ? Status.RESOLVED : Status.OPEN,
                                alert.acknowledged(),
                                alert.suppressed(),
                                alert.details()),
                        ts,
                        newest.source(),
                        newest.sourceId(),
                        began.at(),
                        shown(merged, alert.acknowledged()),
                        event.author(),
                        event.warnings(),
                        event.sender()),
                winner.order,
                winner.snapshot,
                merged);
    }

    private Beginning began() {
        return new Beginning(newest.occurredAt(), facts.certainty);
    }

    private boolean isResolved() {
        return newest.alert().status() == Status.RESOLVED;
    }

    private static Acknowledged acknowledged(NewEvent event, UUID identity) {
        Instant at = Instant.ofEpochSecond(event.sourceOrder() / 1_000_000);
        return new Acknowledged(
                event.sourceOrder(),
                identity,
                new Acknowledgement(event.author().by(), at, event.author().note()));
    }

    private static @Nullable Acknowledged later(@Nullable Acknowledged a, @Nullable Acknowledged b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return b.isAfter(a) ? b : a;
    }

    private static Acknowledgement shown(Facts facts, boolean isAcknowledged) {
        Acknowledged last = facts.acknowledged;
        return isAcknowledged && last != null && last.order >= facts.notAcknowledged ? last.by : Acknowledgement.NONE;
    }

    private static Location everywhere(AlertState winner, Location before, Location now) {
        List<String> sites = union(winner.facts.sites, before.sites(), now.sites());
        return new Location(
                sites,
                union(winner.facts.hosts, before.hosts(), now.hosts()),
                winner.newest.alert().location().groups());
    }

    /** The first one's order, then the others by name; {@link Location#NO_SITE} only where there is nothing else. */
    private static List<String> union(List<String> first, List<String> before, List<String> now) {
        TreeSet<String> others = new TreeSet<>(before);
        others.addAll(now);
        first.forEach(others::remove);
        List<String> all = Stream.concat(first.stream(), others.stream())
                .filter(name -> !name.equals(Location.NO_SITE))
                .toList();
        return all.isEmpty() ? first : all;
    }
}
