package dev.nocturne.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.Author;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Beginning.Certainty;
import dev.nocturne.model.Details;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.Json;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Snapshot;
import dev.nocturne.model.Status;
import dev.nocturne.model.Tag;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlainAlertTest {
    private static final Instant NOW = Instant.parse("2026-11-20T19:00:00.000001Z");
    private static final String GOOD = "{\"site\":\"Kilimanjaro\",\"severity\":\"critical\",\"message\":\"m\"}";

    @Test
    void threeFieldsAreEnough() throws Exception {
        NewEvent event = parse(GOOD);

        assertThat(event)
                .usingRecursiveComparison()
                .ignoringFields("identity.sourceId")
                .isEqualTo(new NewEvent(
                        new EventIdentity("api", "", EventKind.CREATED, ""),
                        1_795_201_200_000_001L,
                        new Beginning(NOW, Certainty.RECEIVED),
                        new Snapshot(
                                Location.of("Kilimanjaro"),
                                Severity.CRITICAL,
                                "m",
                                Status.OPEN,
                                false,
                                false,
                                Details.NONE),
                        Author.NONE,
                        List.of(),
                        null));
    }

    @Test
    void everyFieldIsRead() throws Exception {
        NewEvent event = parse("""
                {"site":" Serengeti ","severity":4,"message":"m","host":"h","source":"cron","sourceId":"job-7",
                "status":"resolved","occurredAt":"2026-11-20T20:55:00+02:00","tags":[{"tag":"a","value":"b"}],
                "note":"n"}""");

        assertThat(event)
                .isEqualTo(new NewEvent(
                        new EventIdentity("cron", "job-7", EventKind.RESOLVED, ""),
                        1_795_201_200_000_001L,
                        Beginning.exact(Instant.parse("2026-11-20T18:55:00Z")),
                        new Snapshot(
                                new Location(List.of("Serengeti"), List.of("h"), List.of()),
                                Severity.HIGH,
                                "m",
                                Status.RESOLVED,
                                false,
                                false,
                                Details.tagged(List.of(new Tag("a", "b")))),
                        Author.noting("n"),
                        List.of(),
                        null));
    }

    @Test
    void withoutASourceIdEachIsAnAlertOfItsOwn() throws Exception {
        assertThat(parse(GOOD).identity()).isNotEqualTo(parse(GOOD).identity());
    }

    @Test
    void theSameSourceIdIsTheSameAlert() throws Exception {
        String body = GOOD.replace("}", ",\"sourceId\":\"1\"}");

        assertThat(parse(body).identity()).isEqualTo(parse(body).identity());
    }

    @ParameterizedTest(name = "{1}: {2} in {0}")
    @MethodSource("bad")
    void aBadFieldIsNamedWithWhatIsWrong(String body, String field, String detail) throws Exception {
        ObjectNode object = (ObjectNode) Json.MAPPER.readTree(body);

        InvalidInput refusal =
                catchThrowableOfType(InvalidInput.class, () -> PlainAlert.parse(object, "[2].", "api", NOW));

        assertThat(refusal).isNotNull();
        assertThat(refusal.errors())
                .filteredOn(error -> error.field().equals("[2]." + field))
                .extracting(FieldError::detail)
                .singleElement()
                .asString()
                .contains(detail);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("{}", "site", "is missing"),
                arguments("{}", "severity", "is missing"),
                arguments("{}", "message", "is missing"),
                arguments(with("source", text(65)), "source", "at most 64"),
                arguments(with("source", "{}"), "source", "must be a string"),
                arguments(with("sourceId", text(129)), "sourceId", "at most 128"),
                arguments(with("sourceId", "\"a\\u0000b\""), "sourceId", "NUL"),
                arguments(with("sourceId", "\"a\\ud83d\""), "sourceId", "lone surrogate"),
                arguments(with("status", "\"closed\""), "status", "must be open or resolved"),
                arguments(with("status", "\"resolved\""), "sourceId", "says which alert is resolved"),
                arguments(with("sevrity", "1"), "sevrity", "is not a field; known are site, sites, severity"),
                arguments(with("x".repeat(50), "1"), "x".repeat(40) + "...", "is not a field"));
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @MethodSource("labels")
    void aLabelThatCannotBeKeptAsItIsCostsAWarningAndNotTheAlert(String name, String value, String warning)
            throws Exception {
        assertThat(parse(with(name, value)).warnings())
                .anySatisfy(sentence -> assertThat(sentence).contains(warning));
    }

    static Stream<Arguments> labels() {
        return Stream.of(
                arguments("site", "null", "names no site"),
                arguments("site", "\" \\t\\u2003\"", "names no site"),
                arguments("site", "{}", "is not a text"),
                arguments("site", text(129), "129 characters. The first 128 were kept."),
                arguments("message", "\"\"", "has no message"),
                arguments("message", "{}", "is not a text"),
                arguments("message", text(2049), "2049 characters"),
                arguments("message", "\"a\\u0000b\"", "no character"),
                arguments("host", text(256), "256 characters"),
                arguments("host", "\"a\\ud83d\"", "no character"),
                arguments("note", text(2049), "2049 characters"),
                arguments("severity", text(33), "unknown"),
                arguments("severity", "\"fatal\"", "\"fatal\" is unknown. It is shown as high."),
                arguments("severity", "6", "unknown"),
                arguments("severity", "1.5", "unknown"),
                arguments("severity", "null", "no severity"),
                arguments("occurredAt", "\"yesterday\"", "RFC 3339"),
                arguments("occurredAt", "\"2026-11-20T18:55:00\"", "RFC 3339"),
                arguments("occurredAt", "\"2026-02-30T18:55:00Z\"", "RFC 3339"),
                arguments("occurredAt", "1795200903", "RFC 3339"),
                arguments("occurredAt", "\"+999999999-12-31T23:59:59Z\"", "RFC 3339"),
                arguments("tags", "[" + "{\"tag\":\"a\"},".repeat(200) + "{\"tag\":\"a\"}]", "1 were left out"),
                arguments("tags", "[{\"tag\":\"a\"},{\"value\":\"b\"}]", "no tag"),
                arguments("tags", "[{\"tag\":" + text(256) + "}]", "256 characters"),
                arguments("tags", "[{\"tag\":\"a\",\"value\":\"\\u0000\"}]", "no character"));
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "5.0, 5", "true, true", "1e3, 1000", "-1.5, -1.5", "90071992547409930, 90071992547409930"})
    void aNumberOrBooleanStandsForItsText(String json, String text) throws Exception {
        assertThat(parse(with("sourceId", json)).identity().sourceId()).isEqualTo(text);
        assertThat(parse(with("message", json)).snapshot().message()).isEqualTo(text);
    }

    @Test
    void severalSitesHostsAndLinksAreTaken() throws Exception {
        NewEvent event = parse("""
                {"sites":["A","B","A"],"severity":"info","message":"m","host":"h","hosts":["i"],"groups":["g"],
                "url":"http://u","runbook":"http://r","opdata":"o"}""");

        assertThat(event.snapshot().location())
                .isEqualTo(new Location(List.of("A", "B"), List.of("h", "i"), List.of("g")));
        assertThat(event.snapshot().details()).isEqualTo(new Details(List.of(), "http://u", "http://r", "o"));
        assertThat(event.warnings()).isEmpty();
    }

    private static String with(String name, String value) {
        ObjectNode good = Json.MAPPER.createObjectNode();
        good.put("site", "A").put("severity", "info").put("message", "m");
        good.putRawValue(name, new RawValue(value));
        return good.toString();
    }

    private static String text(int length) {
        return '"' + "ä".repeat(length) + '"';
    }

    private static NewEvent parse(String body) throws Exception {
        return PlainAlert.parse((ObjectNode) Json.MAPPER.readTree(body), "", "api", NOW);
    }
}
