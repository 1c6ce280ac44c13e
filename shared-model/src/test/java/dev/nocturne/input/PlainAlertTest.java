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

        InvalidInput refusal = catchThrowableOfType(InvalidInput.class, () -> PlainAlert.parse(object, "[2].", NOW));

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
                arguments(with("site", "null"), "site", "is missing"),
                arguments(with("site", "\"\""), "site", "is missing"),
                arguments(with("site", "\" \\t\\u2003\""), "site", "is missing"),
                arguments(with("site", "7"), "site", "must be a string, was number"),
                arguments(with("site", "[\"A\"]"), "site", "was array"),
                arguments(with("message", "{}"), "message", "was object"),
                arguments(with("message", "true"), "message", "was boolean"),
                arguments(with("site", text(129)), "site", "has 129 characters, at most 128"),
                arguments(with("message", text(2049)), "message", "at most 2048"),
                arguments(with("host", text(256)), "host", "at most 255"),
                arguments(with("source", text(65)), "source", "at most 64"),
                arguments(with("sourceId", text(129)), "sourceId", "at most 128"),
                arguments(with("note", text(2049)), "note", "at most 2048"),
                arguments(with("severity", text(33)), "severity", "at most 32"),
                arguments(with("message", "\"a\\u0000b\""), "message", "NUL"),
                arguments(with("host", "\"a\\ud83d\""), "host", "lone surrogate"),
                arguments(with("severity", "\"fatal\""), "severity", "unknown severity \"fatal\"; use unclassified"),
                arguments(with("severity", "6"), "severity", "unknown severity \"6\""),
                arguments(with("severity", "-1"), "severity", "unknown severity"),
                arguments(with("severity", "123456789012345678901234567890"), "severity", "unknown severity"),
                arguments(with("severity", "1.5"), "severity", "must be a string"),
                arguments(with("severity", "{}"), "severity", "must be a string"),
                arguments(with("status", "\"closed\""), "status", "must be open or resolved"),
                arguments(with("status", "\"resolved\""), "sourceId", "says which alert is resolved"),
                arguments(with("occurredAt", "\"yesterday\""), "occurredAt", "RFC 3339"),
                arguments(with("occurredAt", "\"2026-11-20T18:55:00\""), "occurredAt", "RFC 3339"),
                arguments(with("occurredAt", "\"2026-02-30T18:55:00Z\""), "occurredAt", "RFC 3339"),
                arguments(with("occurredAt", "1795200903"), "occurredAt", "must be a string"),
                arguments(with("occurredAt", "\"+999999999-12-31T23:59:59Z\""), "occurredAt", "RFC 3339"),
                arguments(with("tags", "{}"), "tags", "must be an array"),
                arguments(with("tags", "[" + "{\"tag\":\"a\"},".repeat(200) + "{\"tag\":\"a\"}]"), "tags", "201 tags"),
                arguments(with("tags", "[\"a\"]"), "tags[0]", "must be an object"),
                arguments(with("tags", "[{\"tag\":\"a\"},{\"value\":\"b\"}]"), "tags[1]", "must be an object"),
                arguments(with("tags", "[{\"tag\":\"a\",\"value\":7}]"), "tags[0]", "must be an object"),
                arguments(with("tags", "[{\"tag\":" + text(256) + "}]"), "tags[0].tag", "at most 255"),
                arguments(with("tags", "[{\"tag\":\"a\",\"value\":\"\\u0000\"}]"), "tags[0].value", "NUL"),
                arguments(with("sevrity", "1"), "sevrity", "is not a field; known are site, severity"),
                arguments(with("x".repeat(50), "1"), "x".repeat(40) + "...", "is not a field"));
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
        return PlainAlert.parse((ObjectNode) Json.MAPPER.readTree(body), "", NOW);
    }
}
