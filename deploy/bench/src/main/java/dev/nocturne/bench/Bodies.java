package dev.nocturne.bench;

import dev.nocturne.testkit.ZabbixSamples;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a real Zabbix posts, one shape after the other, each time under an event id of its own. */
public final class Bodies {
    private static final List<String> SHAPES =
            List.of("problem", "update_ack", "problem_non_ascii", "recovery", "problem_multiline", "problem_escapes");
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\"\\s*:\\s*\"[0-9]+\"");
    private static final Pattern SOURCE_ID = Pattern.compile("\"sourceId\":\"([0-9]+)\"");

    private final List<String> samples =
            SHAPES.stream().map(ZabbixSamples::body).toList();
    private final AtomicLong last = new AtomicLong(10_000_000);

    public record Body(String eventId, Buffer json) {}

    /** Safe for all threads. */
    public Body next() {
        long id = last.incrementAndGet();
        String sample = samples.get((int) (id % samples.size()));
        String json = EVENT_ID.matcher(sample).replaceFirst("\"event_id\":\"" + id + "\"");
        return new Body(Long.toString(id), Buffer.buffer(json));
    }

    /** The event id that a frame carries, or empty for a frame that is no event. */
    static String eventId(String frame) {
        Matcher matcher = SOURCE_ID.matcher(frame);
        return matcher.find() ? matcher.group(1) : "";
    }
}
