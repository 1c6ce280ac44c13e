package dev.nocturne.ingest;

import dev.nocturne.collect.RecentMap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the dates of each source were seen to be ahead of UTC. An alert is made some time after what it tells, never before:
 * so of the offsets that its alerts suggest the highest one is right, and the lower ones are delays. When only lower ones
 * come for an hour, the source's clock was set back. It keeps the sources that came last. Owned by one event loop.
 */
final class SourceZones {
    private static final int MAX_SOURCES = 1_000;
    private static final Duration SET_BACK = Duration.ofHours(1);
    /** Longest time before it was first seen for which an offset is taken to have held. */
    private static final Duration BEFORE = Duration.ofDays(200);

    private static final Set<ZoneRules> ZONES = ZoneId.getAvailableZoneIds().stream()
            .map(id -> ZoneId.of(id).getRules())
            .collect(Collectors.toUnmodifiableSet());

    /** Alerts that must agree on a lower offset before it is believed. */
    private static final int AGREEING = 3;

    private final Map<String, Seen> sources = new RecentMap<>(MAX_SOURCES);

    /**
     * @param since when the offset was first seen: it may not hold for dates before that
     * @param confirmed when it was last seen
     * @param lower an offset below it that the newest alerts suggest
     * @param agreeing how many of them in a row
     */
    private record Seen(int seconds, Instant since, Instant confirmed, int lower, int agreeing) {
        Seen suggest(int candidate, Instant at) {
            if (candidate > seconds) {
                return first(candidate, at);
            }
            if (candidate == seconds) {
                return new Seen(seconds, since.isBefore(at) ? since : at, confirmed.isAfter(at) ? confirmed : at, 0, 0);
            }
            int same = candidate == lower ? agreeing + 1 : 1;
            boolean setBack =
                    same >= AGREEING && Duration.between(confirmed, at).compareTo(SET_BACK) > 0;
            return setBack ? first(candidate, at) : new Seen(seconds, since, confirmed, candidate, same);
        }

        static Seen first(int candidate, Instant at) {
            return new Seen(candidate, at, at, 0, 0);
        }
    }

    /** An alert that was made at that time suggests this offset, in seconds. */
    void suggest(String source, int candidate, Instant at) {
        sources.merge(source, Seen.first(candidate, at), (seen, first) -> seen.suggest(candidate, at));
    }

    Optional<ZoneOffset> offset(String source) {
        return Optional.ofNullable(sources.get(source)).map(seen -> ZoneOffset.ofTotalSeconds(seen.seconds));
    }

    /** Whether the source's offset held at that date: since it was first seen, and before as far as no zone changed its clock. */
    boolean covers(String source, LocalDateTime date) {
        Seen seen = sources.get(source);
        if (seen == null) {
            return false;
        }
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(seen.seconds);
        Instant at = date.toInstant(offset);
        return !at.isBefore(seen.since)
                || (at.isAfter(seen.since.minus(BEFORE))
                        && ZONES.stream()
                                .filter(zone -> zone.getOffset(seen.since).equals(offset))
                                .allMatch(zone -> zone.getOffset(at).equals(offset)));
    }
}
