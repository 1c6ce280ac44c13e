package dev.nocturne.ingest;

import dev.nocturne.input.Labels;
import dev.nocturne.input.Limits;
import dev.nocturne.input.Numbers;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Beginning.Certainty;
import dev.nocturne.model.EventKind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times in a Zabbix body. Its dates have no zone. Absolute are only {@code alert_epoch}, the second in which the alert was
 * made, and in Zabbix 7 {@code event_timestamp} and its like; {@code event_age} counts back from the former.
 */
final class ZabbixTimes {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy.MM.dd HH:mm:ss", Locale.ROOT);
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;
    private static final int ZONE_STEP_SECONDS = 900;
    /** How far the clock that dates a problem, a proxy's, may be ahead of the server's. */
    private static final int MAX_SKEW_SECONDS = 60;

    private static final int MAX_OFFSET_SECONDS = ZoneOffset.MAX.getTotalSeconds();

    private final Labels labels;
    private final String source;
    private final @Nullable ZoneId zone;
    private final SourceZones zones;
    private final Instant made;
    private final @Nullable LocalDateTime problem;

    /**
     * @param zone of the source, or null if it was not configured
     * @param now stands in for {@code alert_epoch} where the media type does not send it
     */
    ZabbixTimes(Labels labels, String source, @Nullable ZoneId zone, SourceZones zones, Instant now) {
        this.labels = labels;
        this.source = source;
        this.zone = zone;
        this.zones = zones;
        Instant told = epoch("alert_epoch");
        this.made = told == null ? now : told;
        this.problem = local("event");
    }

    /** When the problem began. */
    Beginning began(EventKind kind) {
        Instant timestamp = epoch("event_timestamp");
        if (timestamp != null) {
            return learnt(timestamp);
        }
        Optional<Duration> age =
                Optional.ofNullable(labels.text("event_age", Limits.TIME)).flatMap(ZabbixAge::parse);
        if (age.isPresent()) {
            return learnt(atQuarter(made.minus(age.get())));
        }
        if (problem == null) {
            return new Beginning(made, Certainty.RECEIVED);
        }
        return zone != null ? new Beginning(problem.atZone(zone).toInstant(), Certainty.ZONED) : guessed(kind, problem);
    }

    /**
     * When what the event tells happened: its place among those of the problem. Its own date stays the same over retries,
     * whatever second a script took for {@code alert_epoch}.
     */
    Instant happened(EventKind kind) {
        Instant timestamp = epoch(name(kind) + "_timestamp");
        LocalDateTime own = own(kind);
        if (timestamp != null || own == null) {
            return timestamp == null ? made : timestamp;
        }
        return zone != null ? own.atZone(zone).toInstant() : own.toInstant(offset(kind));
    }

    /**
     * By the source's offset as far as it was seen. A date from before that may lie beyond a change of its clock: then what
     * the problem message said of it holds.
     */
    private Beginning guessed(EventKind kind, LocalDateTime problem) {
        ZoneOffset offset = offset(kind);
        Instant began = problem.toInstant(offset);
        if (began.isAfter(made.plusSeconds(MAX_SKEW_SECONDS))) {
            return new Beginning(made, Certainty.RECEIVED);
        }
        if (zones.covers(source, problem)) {
            return new Beginning(began, Certainty.ZONED);
        }
        return new Beginning(began, kind == EventKind.CREATED ? Certainty.GUESSED : Certainty.RECEIVED);
    }

    /** The source's offset; without one, what this alert suggests. */
    private ZoneOffset offset(EventKind kind) {
        LocalDateTime own = own(kind);
        if (own == null) {
            return zones.offset(source).orElse(ZoneOffset.UTC);
        }
        int suggested = suggested(own);
        if (kind != EventKind.CREATED) {
            zones.suggest(source, suggested, made);
        }
        return zones.offset(source).orElseGet(() -> ZoneOffset.ofTotalSeconds(suggested));
    }

    private static String name(EventKind kind) {
        return switch (kind) {
            case CREATED -> "event";
            case UPDATED, ACKNOWLEDGED -> "event_update";
            case RESOLVED -> "event_recovery";
        };
    }

    private @Nullable LocalDateTime own(EventKind kind) {
        return kind == EventKind.CREATED ? problem : local(name(kind));
    }

    /** The age may be counted from a second a little later: the problem's own date tells the exact one, but for its zone. */
    private Instant atQuarter(Instant began) {
        return problem == null ? began : problem.toInstant(nearest(began));
    }

    /** An exact beginning tells how far the problem's date is ahead. */
    private Beginning learnt(Instant began) {
        if (problem != null) {
            zones.suggest(source, nearest(began).getTotalSeconds(), began);
        }
        return Beginning.exact(began);
    }

    private ZoneOffset nearest(Instant began) {
        LocalDateTime date = Objects.requireNonNull(problem);
        long ahead = date.toEpochSecond(ZoneOffset.UTC) - began.getEpochSecond();
        return valid(Math.floorDiv(ahead + ZONE_STEP_SECONDS / 2, ZONE_STEP_SECONDS) * ZONE_STEP_SECONDS);
    }

    /** An alert is made after what it tells, so its own date is ahead by the zone less the delay. Zones are quarters of an hour. */
    private int suggested(LocalDateTime own) {
        long ahead = own.toEpochSecond(ZoneOffset.UTC) - made.getEpochSecond();
        return valid(-Math.floorDiv(MAX_SKEW_SECONDS - ahead, ZONE_STEP_SECONDS) * ZONE_STEP_SECONDS)
                .getTotalSeconds();
    }

    private static ZoneOffset valid(long seconds) {
        return ZoneOffset.ofTotalSeconds(
                Math.toIntExact(Math.max(-MAX_OFFSET_SECONDS, Math.min(MAX_OFFSET_SECONDS, seconds))));
    }

    private @Nullable LocalDateTime local(String name) {
        String day = labels.text(name + "_date", Limits.TIME);
        String clock = labels.text(name + "_time", Limits.TIME);
        if (day == null || clock == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(day + " " + clock, LOCAL);
        } catch (DateTimeException e) {
            labels.warn("\"" + name + "_date\" and \"" + name + "_time\" are no date such as 2026.11.20 18:55:00.");
            return null;
        }
    }

    private @Nullable Instant epoch(String name) {
        String text = labels.text(name, Limits.TIME);
        if (text == null) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(Numbers.whole(text, 1, MAX_EPOCH_SECONDS));
        } catch (IllegalArgumentException e) {
            labels.warn("\"" + name + "\" is not in seconds since 1970.");
            return null;
        }
    }

    /** Microseconds since 1970 of a time. */
    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
