package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nocturne.bus.StoreRoutes.BatchApplied;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/protocol.md and the AsyncAPI document say what the node does. */
class ProtocolTest {
    private static final UUID EPOCH = new UUID(1, 2);
    private static final Pattern NOTICE = Pattern.compile("`(\\{\"event\":\"[^`]*})`");
    private static final Pattern CODE = Pattern.compile("(?m)^\\| (\\d{4})\\b");
    private static final List<String> ON_BATCHES = List.of("batch.applied", "skipped");

    private final String text;
    private final JsonNode asyncApi;

    ProtocolTest() throws IOException {
        text = Files.readString(Path.of("../docs/protocol.md"));
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/api/asyncapi.json"))) {
            asyncApi = new ObjectMapper().readTree(in);
        }
    }

    static Stream<Notice> notices() {
        return Stream.of(
                Notice.Subscribed.of(Filter.ALL, 1, EPOCH, List.of("STO2"), List.of("HELL1"), Duration.ofSeconds(3)),
                Notice.Way.of(List.of(new Hop("ingest", Hop.State.GONE, "why", Instant.EPOCH))),
                Notice.Heartbeat.at(Instant.EPOCH, 1, 2),
                Notice.Lagged.between(1, 2),
                Notice.Gap.between(1, 2),
                Notice.Reset.to(1, EPOCH),
                Notice.Freshness.of(true),
                Notice.Freshness.of(false),
                Notice.Draining.within(Duration.ofSeconds(5)),
                Notice.Authenticated.as("wall-1"),
                Notice.Refused.of("why", List.of(new FieldError("severity", "unknown"))),
                Notice.Batch.of(new BatchApplied(2, 3, 1, 1_032, 4)),
                Notice.Skipped.of(7));
    }

    @ParameterizedTest
    @MethodSource("notices")
    void everyNoticeHasAnExampleWithTheSameFields(Notice notice) throws Exception {
        JsonNode actual = json(new String(notice.json(), UTF_8));

        assertThat(documented()).containsEntry(notice.event(), names(actual));
    }

    @Test
    void noNoticeIsDocumentedThatIsNotSent() throws Exception {
        Set<String> sent = new TreeSet<>(notices().map(Notice::event).toList());

        assertThat(documented().keySet()).isSubsetOf(sent);
    }

    @ParameterizedTest
    @MethodSource("notices")
    void everyNoticeIsInTheAsyncApiDocument(Notice notice) throws Exception {
        JsonNode actual = json(new String(notice.json(), UTF_8));
        String channel = ON_BATCHES.contains(notice.event()) ? "batches" : "alerts";

        List<JsonNode> schemas = messages(channel).stream()
                .map(message -> message.path("payload"))
                .filter(schema -> says(schema.at("/properties/event"), notice.event()))
                .toList();

        assertThat(schemas).hasSize(1);
        assertThat(names(schemas.get(0).path("properties"))).isEqualTo(names(actual));
    }

    private static boolean says(JsonNode schema, String event) {
        return event.equals(schema.path("const").asText())
                || schema.path("enum").toString().contains('"' + event + '"');
    }

    private List<JsonNode> messages(String channel) {
        return asyncApi.at("/channels/" + channel + "/messages")
                .valueStream()
                .map(reference -> asyncApi.at(reference.path("$ref").asText().substring(1)))
                .toList();
    }

    @Test
    void theExampleEventIsOneAndItsFieldsAreAllInTheAsyncApiDocument() throws Exception {
        JsonNode example = json(fenced("{\"seq\":"));
        AlertEvent event = Json.MAPPER.readValue(example.toString(), AlertEvent.class);

        assertThat(json(Json.text(event))).isEqualTo(example);
        assertThat(names(asyncApi.at("/components/messages/event/payload/properties")))
                .containsAll(names(example));
    }

    @Test
    void theExampleSubscriptionIsUnderstood() {
        Subscribe subscribe = Subscribe.parse(fenced("{\"subscribe\""), Map.of());

        assertThat(subscribe.since()).isEqualTo(1041);
        assertThat(subscribe.filter().sites().names()).containsExactlyInAnyOrder("Kilimanjaro", "Serengeti");
    }

    @Test
    void everyCodeThatTheNodeClosesWithIsInTheTable() {
        List<Integer> documented = CODE.matcher(text)
                .results()
                .map(code -> Integer.valueOf(code.group(1)))
                .toList();

        assertThat(documented)
                .containsAll(
                        Stream.of(CloseReason.values()).map(CloseReason::code).toList());
        assertThat(documented).hasSize(CloseReason.values().length + 1).contains(1000);
    }

    /** The fenced example that begins so, on one line. */
    private String fenced(String start) {
        Matcher block = Pattern.compile("```json\n(" + Pattern.quote(start) + ".*?)\n```", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find()).as(start).isTrue();
        return block.group(1);
    }

    private Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> examples = new TreeMap<>();
        for (String example :
                NOTICE.matcher(text).results().map(found -> found.group(1)).toList()) {
            JsonNode node = json(example.replace("[...]", "[]"));
            examples.put(node.path("event").asText(), names(node));
        }
        return examples;
    }

    private static JsonNode json(String text) throws IOException {
        return Json.MAPPER.readTree(text);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
