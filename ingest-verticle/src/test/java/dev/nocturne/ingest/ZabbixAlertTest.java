package dev.nocturne.ingest;

import static dev.nocturne.ingest.Bodies.body;
import static dev.nocturne.ingest.Bodies.object;
import static dev.nocturne.ingest.Bodies.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.Author;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Status;
import dev.nocturne.model.Tag;
import dev.nocturne.testkit.ZabbixSamples;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
        assertThat(event.sourceOrder()).isEqualTo(1_795_200_904_000_000L);
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
                .map(text -> parse(object(text), null, new SourceZones()))
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

    @Test
    void theTestButtonIsKnownByWhatIsNotReplaced() {
        assertThat(ZabbixAlert.isTest(body("raw_macros_test_button"))).isTrue();
        assertThat(ZabbixAlert.isTest(object("{\"event_id\":\"{EVENT.ID}\",\"event_name\":\"{EVENT.NAME}\"}")))
                .isTrue();
        assertThat(ZabbixAlert.isTest(object("{\"event_id\":\"{EVENTID}\"}"))).isFalse();
        assertThat(ZabbixAlert.isTest(object("{\"event_id\":\"{EVENT.ID}\",\"event_name\":\"Disk full\"}")))
                .isFalse();
        assertThat(Bodies.accepted()).noneMatch(sample -> ZabbixAlert.isTest(body(sample)));
    }

    /** As Zabbix's generic JSON media type sends them. */
    @ParameterizedTest
    @MethodSource("dev.nocturne.ingest.Bodies#accepted")
    void aNumberWhereAMacroIsATextIsTheSameEvent(String sample) {
        NewEvent numbers = parse(
                sample,
                body -> body.properties().forEach(field -> {
                    if (field.getValue().isTextual()
                            && field.getValue().textValue().matches("[1-9][0-9]{0,17}|0")) {
                        field.setValue(LongNode.valueOf(field.getValue().asLong()));
                    }
                }));

        assertThat(numbers).isEqualTo(parse(sample));
    }

    @Test
    void allSitesHostsAndLinksAreTaken() {
        NewEvent event = parse(
                "problem_two_site_tags",
                body -> body.put("host_name2", "two-02")
                        .put("host_name3", "*UNKNOWN*")
                        .put("trigger_url", "https://wiki/runbook"));

        assertThat(event.snapshot().location())
                .isEqualTo(new Location(
                        List.of("FRA1", "HEL1", "STO2"),
                        List.of("two-01", "two-02"),
                        List.of("NOC sites", "Sites/HEL1")));
        assertThat(event.snapshot().details().url())
                .isEqualTo("http://127.0.0.1:20080/tr_events.php?triggerid=25894&eventid=24668");
        assertThat(event.snapshot().details().runbook()).isEqualTo("https://wiki/runbook");
        assertThat(event.snapshot().details().opdata()).isEqualTo("1");
        assertThat(parse("update_ack").author())
                .isEqualTo(new Author("Zabbix Administrator (Admin)", "Looking into it", "acknowledged and commented"));
    }

    @ParameterizedTest
    @MethodSource("labels")
    void aLabelNeverCostsTheAlertAndSaysWhatWasDone(Consumer<ObjectNode> change, String warning) {
        NewEvent event = parse("problem", change);

        assertThat(event.identity().sourceId()).isEqualTo("24654");
        assertThat(event.warnings()).anySatisfy(sentence -> assertThat(sentence).contains(warning));
    }

    static Stream<Arguments> labels() {
        return Stream.of(
                label("site", "x".repeat(255), "\"site\" has 255 characters. The first 128 were kept."),
                label("site", "HEL1\u00a0", "\"site\" was written with other white space"),
                label("event_name", "*UNKNOWN*", "has no name"),
                label("event_name", null, "has no name"),
                label("event_name", "x".repeat(2_049), "2049 characters"),
                label("event_name", "\u0000\ud83e", "no character"),
                label("event_nseverity", "9", "\"9\" is unknown. It is shown as high."),
                label("event_nseverity", "Katastrofa", "unknown"),
                label("event_value", "2", "neither 1 nor 0"),
                label("event_value", null, "neither 1 nor 0"),
                label("event_date", "20.11.2026", "no date"),
                label("alert_epoch", "now", "not in seconds since 1970"),
                label("alert_epoch", "-1", "not in seconds since 1970"),
                label("alert_epoch", "99999999999999", "not in seconds since 1970"),
                label("alert_epoch", "\u0661\u0662", "not in seconds since 1970"),
                label("host_name", "h".repeat(256), "256 characters"),
                label("event_opdata", "o".repeat(3_000), "3000 characters"),
                arguments(
                        (Consumer<ObjectNode>)
                                body -> body.putArray("event_name").add("a"),
                        "is not a text"),
                arguments((Consumer<ObjectNode>) body -> body.putObject("site"), "is not a text"),
                arguments(
                        (Consumer<ObjectNode>) body -> {
                            body.remove("site");
                            body.withArray("tags")
                                    .addObject()
                                    .put("tag", "site")
                                    .put("value", "y".repeat(255));
                        },
                        "A tag \"site\" has 255 characters. The first 128"),
                arguments(
                        (Consumer<ObjectNode>) body -> {
                            for (int i = 0; i < 250; i++) {
                                body.withArray("tags").addObject().put("tag", "t" + i);
                            }
                        },
                        "more than 200 tags"));
    }

    private static Arguments label(String field, @Nullable String value, String warning) {
        return arguments((Consumer<ObjectNode>) body -> body.put(field, value), warning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tags\":[{\"tag\":\"site\",\"value\":\"A\"},{\"tag\":\"n\",\"value\":7}]}",
                "{\"tags\":\"[{\\\"tag\\\":\\\"site\\\",\\\"value\\\":\\\"A\\\"},{\\\"tag\\\":\\\"n\\\",\\\"value\\\":\\\"7\\\"}]\"}",
                "{\"event_tagsjson\":[{\"tag\":\"site\",\"value\":\"A\"},{\"tag\":\"n\",\"value\":\"7\"}]}",
                "{\"event_tags\":{\"site\":\"A\",\"n\":7}}",
                "{\"event_tags\":{\"site\":[\"A\"],\"n\":[\"7\"]}}",
                "{\"event_tags\":\"site:A, n:7\"}",
                "{\"event_tags\":[\"site:A\",\"n:7\"]}",
                "{\"tags\":\"{EVENT.TAGSJSON}\",\"event_tags\":\"site:A, n:7\"}",
                "{\"event_recovery_tags\":\"site: A, n: 7\"}"
            })
    void tagsAreTakenInEveryFormAndUnderEveryName(String tags) {
        NewEvent event = parse("problem", body -> {
            body.remove(List.of("tags", "site"));
            body.setAll(object(tags));
        });

        assertThat(event.snapshot().details().tags()).containsExactly(new Tag("site", "A"), new Tag("n", "7"));
        assertThat(event.snapshot().location().sites()).containsExactly("A");
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
