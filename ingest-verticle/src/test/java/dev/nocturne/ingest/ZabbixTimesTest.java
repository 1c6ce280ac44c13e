package dev.nocturne.ingest;

import static dev.nocturne.ingest.Bodies.body;
import static dev.nocturne.ingest.Bodies.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Beginning.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZabbixTimesTest {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy.MM.dd");
    private static final ZoneId HELSINKI = ZoneId.of("Europe/Helsinki");
    private static final Instant BEGAN = Instant.parse("2026-11-20T18:55:00Z");

    private final SourceZones zones = new SourceZones();

    @ParameterizedTest
    @ValueSource(doubles = {-12, -3.5, 0, 2, 5.75, 9, 14})
    void whenAProblemBeganIsTheSameInEveryZoneAndForEachOfItsEvents(double hours) {
        assertThat(Stream.of("problem", "update_ack", "update_severity", "recovery", "update_after_recovery")
                        .map(sample -> parse(sample, body -> shift(body, hours))
                                .began()
                                .at()))
                .containsOnly(Instant.parse("2026-11-20T18:55:00Z"));
    }

    /** As a Zabbix in another zone would have written it: only {@code alert_epoch} stays. */
    private static void shift(ObjectNode body, double hours) {
        for (String name : List.of("event", "event_update", "event_recovery")) {
            if (body.path(name + "_time").isTextual()) {
                LocalDateTime local = LocalDateTime.parse(
                        body.path(name + "_date").textValue().replace('.', '-') + "T"
                                + body.path(name + "_time").textValue());
                LocalDateTime shifted = local.plusMinutes((long) (60 * hours));
                body.put(name + "_date", shifted.toLocalDate().toString().replace('-', '.'));
                body.put(name + "_time", shifted.toLocalTime().format(DateTimeFormatter.ISO_TIME));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12s, 12",
        "0s, 0",
        "1m, 60",
        "1m 41s, 101",
        "3d 1h 1m 41s, 262901",
        "400d 2s, 34560002",
    })
    void anAgeIsReadAsZabbixWritesIt(String text, long seconds) {
        assertThat(ZabbixAge.parse(text)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "5", "{EVENT.AGE}", "1s 2m", "-3s"})
    void whatIsNoAgeIsNone(String text) {
        assertThat(ZabbixAge.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw_macros_problem", "raw_macros_update", "raw_macros_recovery"})
    void anAgeAndTheMomentOfSendingGiveTheBeginningExactly(String sample) {
        ObjectNode body = body(sample);
        body.put("alert_epoch", body.path("fmttime").textValue());

        assertThat(parse(body, null, zones).began()).isEqualTo(Beginning.exact(Instant.parse("2026-11-20T17:53:20Z")));
    }

    /** An escalation step, a maintenance, a proxy's buffer: the delay is no time zone. */
    @ParameterizedTest
    @ValueSource(ints = {900, 3_600, 7_200, 262_901})
    void aProblemThatIsToldLateBeganWhenItsAgeSays(int seconds) {
        ObjectNode body = problemAt(HELSINKI, BEGAN, seconds);
        body.put(
                "event_age",
                seconds / 86_400 + "d " + seconds % 86_400 / 3_600 + "h " + seconds % 3_600 / 60 + "m " + seconds % 60
                        + "s");

        assertThat(parse(body, null, zones).began()).isEqualTo(Beginning.exact(BEGAN));
    }

    @Test
    void aTimestampOfZabbix7IsExact() {
        ObjectNode body = problemAt(HELSINKI, BEGAN, 7_200);
        body.put("event_timestamp", BEGAN.getEpochSecond());

        assertThat(parse(body, null, zones).began()).isEqualTo(Beginning.exact(BEGAN));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 900, 3_600, 100_000})
    void aDelayIsNoZoneOnceTheSourcesZoneIsKnownFromAnotherAlert(int delay) {
        parse(updateAt(HELSINKI, BEGAN.minusSeconds(600), BEGAN.minusSeconds(10)), null, zones);

        assertThat(parse(problemAt(HELSINKI, BEGAN, delay), null, zones).began())
                .isEqualTo(new Beginning(BEGAN, Certainty.ZONED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 900, 3_600, 100_000})
    void aDelayIsNoZoneWhereTheZoneIsConfigured(int delay) {
        assertThat(parse(problemAt(HELSINKI, BEGAN, delay), HELSINKI, zones).began())
                .isEqualTo(new Beginning(BEGAN, Certainty.ZONED));
    }

    /** On the last Sunday of March 2026 the clocks of Helsinki went from two to three hours ahead, in October back. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-28T20:00:00Z, 2026-03-29T06:00:00Z",
        "2026-10-24T20:00:00Z, 2026-10-25T06:00:00Z",
        "2026-01-10T20:00:00Z, 2026-07-10T06:00:00Z"
    })
    void anUpdateAfterTheClockChangeDoesNotMoveAnOlderProblem(Instant began, Instant updated) {
        Beginning told = parse(problemAt(HELSINKI, began, 2), null, zones).began();
        Beginning after = parse(updateAt(HELSINKI, began, updated), null, new SourceZones())
                .began();
        Beginning zoned =
                parse(updateAt(HELSINKI, began, updated), HELSINKI, zones).began();

        assertThat(told.at()).isEqualTo(began);
        assertThat(told.or(after).at()).as("without a zone").isEqualTo(began);
        assertThat(zoned.at()).isEqualTo(began);
    }

    @Test
    void aClockThatWasSetBackIsNoticedFromAlertsThatAgree() {
        Instant before = Instant.parse("2026-10-25T00:00:00Z");
        Instant after = Instant.parse("2026-10-25T03:00:00Z");
        parse(updateAt(ZoneOffset.ofHours(3), before, before), null, zones);
        for (int i = 0; i < 3; i++) {
            parse(updateAt(ZoneOffset.ofHours(2), after, after.plusSeconds(i)), null, zones);
        }

        assertThat(zones.offset("zabbix")).contains(ZoneOffset.ofHours(2));
        assertThat(parse(problemAt(HELSINKI, after.plusSeconds(60), 2), null, zones)
                        .began()
                        .at())
                .isEqualTo(after.plusSeconds(60));
    }

    /** The second in which a script runs changes with each attempt; the update's own date does not. */
    @Test
    void theOrderOfUpdatesDoesNotChangeWhenOneIsRetriedLater() {
        long first = parse("update_ack", body -> body.put("alert_epoch", "1795200960"))
                .sourceOrder();
        long second = parse("update_severity").sourceOrder();

        assertThat(first).isEqualTo(parse("update_ack").sourceOrder()).isLessThan(second);
    }

    @Test
    void withoutAnEpochUpdatesAreOrderedByTheirOwnDates() {
        parse(updateAt(HELSINKI, BEGAN, BEGAN), null, zones);
        long first = order("update_ack");
        long second = order("update_severity");
        long recovery = order("recovery");

        assertThat(first).isLessThan(second);
        assertThat(second).isLessThan(recovery);
    }

    private long order(String sample) {
        ObjectNode body = body(sample);
        body.remove("alert_epoch");
        return parse(body, null, zones).sourceOrder();
    }

    /** A problem that a Zabbix in that zone tells some seconds after it began. */
    private static ObjectNode problemAt(ZoneId zone, Instant began, int delay) {
        ObjectNode body = body("problem");
        put(body, "event", zone, began);
        return body.put("alert_epoch", began.getEpochSecond() + delay);
    }

    private static ObjectNode updateAt(ZoneId zone, Instant began, Instant updated) {
        ObjectNode body = body("update_ack");
        put(body, "event", zone, began);
        put(body, "event_update", zone, updated);
        return body.put("alert_epoch", updated.getEpochSecond() + 2);
    }

    private static void put(ObjectNode body, String name, ZoneId zone, Instant time) {
        LocalDateTime local = LocalDateTime.ofInstant(time, zone);
        body.put(name + "_date", local.format(DATE))
                .put(name + "_time", local.format(DateTimeFormatter.ISO_LOCAL_TIME));
    }
}
