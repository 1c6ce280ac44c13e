package dev.nocturne.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.Fields;
import dev.nocturne.model.NewEvent;
import dev.nocturne.testkit.ZabbixSamples;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Real bodies, as they are or changed in one place. */
final class Bodies {
    /** When the bodies without an {@code alert_epoch} arrived. */
    static final Instant NOW = Instant.parse("2026-11-20T17:53:40Z");

    private static final Set<String> REFUSED = Set.of("raw_macros_internal_event", "raw_macros_test_button");

    private Bodies() {}

    static Stream<String> accepted() {
        return ZabbixSamples.names().stream().filter(name -> !REFUSED.contains(name));
    }

    static NewEvent parse(String sample) {
        return parse(sample, body -> {});
    }

    static NewEvent parse(String sample, Consumer<ObjectNode> change) {
        ObjectNode body = body(sample);
        change.accept(body);
        return parse(body, null, new SourceZones());
    }

    static NewEvent parse(ObjectNode body, @Nullable ZoneId zone, SourceZones zones) {
        return ZabbixAlert.parse(body, "", "zabbix", zone, zones, NOW);
    }

    static ObjectNode body(String sample) {
        return object(ZabbixSamples.body(sample));
    }

    static ObjectNode object(String text) {
        return (ObjectNode) Fields.parse(Buffer.buffer(text));
    }
}
