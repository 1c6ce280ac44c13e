package dev.nocturne.ingest;

import dev.nocturne.input.Fields;
import dev.nocturne.input.Limits;
import dev.nocturne.model.EventKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The times in a Zabbix body: dates without a zone, and the one absolute time, the second in which the alert was made. */
final class ZabbixTimes {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy.MM.dd HH:mm:ss", Locale.ROOT);
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;
    private static final long ZONE_STEP_SECONDS = 900;
    /** How far the clock that dates a problem, a proxy's, may be ahead of the server's. */
    private static final long MAX_SKEW_SECONDS = 60;

    private final Fields fields;
    private final Instant made;

    /** @param now stands in for {@code alert_epoch} where the media type does not send it */
    ZabbixTimes(Fields fields, Instant now) {
        this.fields = fields;
        this.made = fields.optional("alert_epoch", Limits.TIME, now, ZabbixTimes::parseEpoch);
    }

    /** Place among the alerts of a problem. Of two that were made in one second the problem is the older one. */
    long order(EventKind kind) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, made) + (kind == EventKind.CREATED ? 0 : 1);
    }

    /** When the problem began, by the body's own dates where it has them. */
    Instant began(boolean update, EventKind kind) {
        LocalDateTime problem = local("event_date", "event_time");
        LocalDateTime own = update
                ? local("event_update_date", "event_update_time")
                : kind == EventKind.RESOLVED ? local("event_recovery_date", "event_recovery_time") : problem;
        if (problem == null || own == null || own.isBefore(problem)) {
            return made;
        }
        return problem.toInstant(ZoneOffset.UTC).minusSeconds(zone(own));
    }

    /**
     * Seconds that the body's clock is ahead of UTC. Zones are whole quarters of an hour, and an alert is made less than
     * that after what it tells; so each event of a problem gives the same beginning.
     */
    private long zone(LocalDateTime own) {
        long ahead = own.toEpochSecond(ZoneOffset.UTC) - made.getEpochSecond();
        return -Math.floorDiv(MAX_SKEW_SECONDS - ahead, ZONE_STEP_SECONDS) * ZONE_STEP_SECONDS;
    }

    private @Nullable LocalDateTime local(String date, String time) {
        String day = fields.optional(date, Limits.TIME);
        String clock = fields.optional(time, Limits.TIME);
        try {
            return day == null || clock == null ? null : LocalDateTime.parse(day + " " + clock, LOCAL);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant parseEpoch(String text) {
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 0 && seconds <= MAX_EPOCH_SECONDS) {
                return Instant.ofEpochSecond(seconds);
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of range
        }
        throw new IllegalArgumentException("must be seconds since 1970");
    }
}
