package dev.nocturne.ingest;

import static dev.nocturne.ingest.Bodies.NOW;
import static dev.nocturne.ingest.Bodies.object;
import static dev.nocturne.ingest.Bodies.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Status;
import dev.nocturne.model.Tag;
import dev.nocturne.testkit.ZabbixSamples;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZabbixAlertTest {
    /** The zone of the Zabbix that sent them is UTC, so each problem began at its event_date and event_time. */
    @ParameterizedTest
    @CsvSource({
        "problem, CREATED, 24654, CRITICAL, HEL1, OPEN, false, 18:55:00",
        "problem_100_tags, CREATED, 24666, AVERAGE, HEL1, OPEN, false, 18:55:48",
        "problem_big_description, CREATED, 24670, AVERAGE, HEL1, OPEN, false, 18:55:56",
        "problem_control_chars, CREATED, 24664, AVERAGE, HEL1, OPEN, false, 18:55:44",
        "problem_emoji, CREATED, 24659, WARNING, HEL1, OPEN, false, 18:55:34",
        "problem_escapes, CREATED, 24661, AVERAGE, HEL1, OPEN, false, 18:55:38",
        "problem_html, CREATED, 24660, INFO, <i>HEL1</i>, OPEN, false, 18:55:36",
        "problem_invalid_utf8_in_value, CREATED, 24665, AVERAGE, HEL1, OPEN, false, 18:55:47",
        "problem_long_name, CREATED, 24662, AVERAGE, HEL1, OPEN, false, 18:55:40",
        "problem_multiline, CREATED, 24663, AVERAGE, HEL1, OPEN, false, 18:55:42",
        "problem_no_site_tag, CREATED, 24667, AVERAGE, unassigned, OPEN, false, 18:55:50",
        "problem_non_ascii, CREATED, 24658, AVERAGE, Jyväskylä, OPEN, false, 18:55:32",
        "problem_not_classified, CREATED, 24669, UNCLASSIFIED, HEL1, OPEN, false, 18:55:54",
        "problem_two_site_tags, CREATED, 24668, AVERAGE, FRA1, OPEN, false, 18:55:52",
        "recovery, RESOLVED, 24654, WARNING, HEL1, RESOLVED, false, 18:55:00",
        "recovery_html, RESOLVED, 24660, INFO, <i>HEL1</i>, RESOLVED, true, 18:55:36",
        "recovery_manual_close, RESOLVED, 24656, HIGH, STO2, RESOLVED, true, 18:55:23",
        "recovery_non_ascii, RESOLVED, 24658, AVERAGE, Jyväskylä, RESOLVED, true, 18:55:32",
        "update_ack, ACKNOWLEDGED, 24654, CRITICAL, HEL1, OPEN, true, 18:55:00",
        "update_after_recovery, ACKNOWLEDGED, 24654, WARNING, HEL1, RESOLVED, true, 18:55:00",
        "update_long_comment, ACKNOWLEDGED, 24660, INFO, <i>HEL1</i>, OPEN, true, 18:55:36",
        "update_manual_close, ACKNOWLEDGED, 24656, HIGH, STO2, RESOLVED, true, 18:55:23",
        "update_non_ascii_html_comment, ACKNOWLEDGED, 24658, AVERAGE, Jyväskylä, OPEN, true, 18:55:32",
        "update_severity, UPDATED, 24654, WARNING, HEL1, OPEN, true, 18:55:00",
        "update_unack_no_message, UPDATED, 24654, WARNING, HEL1, OPEN, false, 18:55:00",
        "canceled_trigger_disabled, UPDATED, 24914, HIGH, HEL1, OPEN, false, 18:57:43",
        "raw_macros_problem, CREATED, 30, HIGH, HEL1, OPEN, false, 17:53:20",
        "raw_macros_update, ACKNOWLEDGED, 30, WARNING, HEL1, OPEN, true, 17:53:20",
        "raw_macros_recovery, RESOLVED, 30, WARNING, HEL1, RESOLVED, true, 17:53:20",
    })
    void aRealBodyIsUnderstood(
            String sample,
            EventKind kind,
            String id,
            Severity severity,
            String site,
            Status status,
            boolean acknowledged,
            String began) {
        NewEvent event = parse(sample);

        assertThat(event.kind()).isEqualTo(kind);
        assertThat(event.identity().source()).isEqualTo("zabbix");
        assertThat(event.identity().sourceId()).isEqualTo(id);
        assertThat(event.snapshot().severity()).isEqualTo(severity);
        assertThat(event.snapshot().location().site()).isEqualTo(site);
        assertThat(event.snapshot().status()).isEqualTo(status);
        assertThat(event.snapshot().acknowledged()).isEqualTo(acknowledged);
        assertThat(event.began().at()).isEqualTo("2026-11-20T" + began + "Z");
    }

    @Test
    void everySampleIsInTheTableAboveOrRefused() throws Exception {
        CsvSource table = ZabbixAlertTest.class
                .getDeclaredMethod(
                        "aRealBodyIsUnderstood",
                        String.class,
                        EventKind.class,
                        String.class,
                        Severity.class,
                        String.class,
                        Status.class,
                        boolean.class,
                        String.class)
                .getAnnotation(CsvSource.class);

        assertThat(Stream.of(table.value()).map(row -> row.substring(0, row.indexOf(','))))
                .containsExactlyInAnyOrderElementsOf(Bodies.accepted().toList());
    }

    @Test
    void theTextsOfAnUpdateAreKept() {
        NewEvent event = parse("update_ack");

        assertThat(event.author().by()).isEqualTo("Zabbix Administrator (Admin)");
        assertThat(event.author().note()).isEqualTo("Looking into it");
        assertThat(event.snapshot().location().host()).isEqualTo("Web server 01 (Helsinki)");
        assertThat(event.snapshot().message()).isEqualTo("HTTP service is down on Web server 01 (Helsinki)");
        assertThat(event.snapshot().details().tags())
                .containsExactly(new Tag("site", "HEL1"), new Tag("service", "web"), new Tag("team", "platform"));
        assertThat(event.sourceOrder()).isEqualTo(1_795_200_906_000_001L);
    }

    @Test
    void aCanceledEscalationIsToldAndIsNoSecondProblem() {
        NewEvent event = parse("canceled_trigger_disabled");

        assertThat(event.author().note())
                .isEqualTo("NOTE: Escalation canceled: trigger \"Trigger that gets disabled\" disabled.");
        assertThat(event.identity())
                .isNotEqualTo(parse("canceled_trigger_disabled", body -> body.remove("alert_message"))
                        .identity());
    }

    @Test
    void theStormIs120ProblemsAndTheirRecoveries() {
        List<NewEvent> events = ZabbixSamples.storm().stream()
                .map(text -> ZabbixAlert.parse(object(text), "", "zabbix", NOW))
                .toList();

        assertThat(events)
                .filteredOn(event -> event.kind() == EventKind.CREATED)
                .hasSize(120);
        assertThat(events)
                .filteredOn(event -> event.kind() == EventKind.RESOLVED)
                .hasSize(120);
        assertThat(events)
                .extracting(event -> event.identity().sourceId())
                .containsOnly(events.stream()
                        .map(event -> event.identity().sourceId())
                        .distinct()
                        .limit(120)
                        .toArray(String[]::new));
    }

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

    @Test
    void theTestButtonIsRefusedWithEachFieldThatHasNoValue() {
        assertThat(refusal("raw_macros_test_button"))
                .extracting(FieldError::field)
                .contains("event_id", "event_value", "event_name")
                .doesNotContain("event_source", "host_name");
        assertThat(refusal("raw_macros_test_button"))
                .allSatisfy(error -> assertThat(error.detail()).contains("was not replaced by its sender"));
    }

    @Test
    void anInternalEventIsRefusedBecauseOfItsSource() {
        assertThat(refusal("raw_macros_internal_event"))
                .contains(new FieldError("event_source", "is 3; only trigger events (0) are alerts"));
    }

    private static List<FieldError> refusal(String sample) {
        return catchThrowableOfType(InvalidInput.class, () -> parse(sample)).errors();
    }
}
