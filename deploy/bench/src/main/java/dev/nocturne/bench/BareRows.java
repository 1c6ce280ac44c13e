package dev.nocturne.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nocturne.model.Json;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Parameters of the store's statements, of the sizes and orders that real events have: identities at random, ids of alerts
 * by time, a body of the same length. Not for several threads.
 */
final class BareRows {
    /** What the store keeps beside the state of a new alert. */
    private static final String FACTS =
            "{\"sites\":[\"HEL1\"],\"hosts\":[\"Web server 01 (Helsinki)\"],\"certainty\":\"EXACT\","
                    + "\"acknowledged\":null,\"notAcknowledged\":-9223372036854775808}";

    private final String body = body();
    private long last;

    Batch next(int size) {
        UUID[] identities = new UUID[size];
        UUID[] alerts = new UUID[size];
        String[] sourceIds = new String[size];
        long millis = System.currentTimeMillis();
        for (int i = 0; i < size; i++) {
            last++;
            identities[i] = random(ThreadLocalRandom.current().nextLong(), 5);
            alerts[i] = random(millis << 16 | (last & 0xfff), 7);
            sourceIds[i] = Long.toString(1_000_000 + last);
        }
        return new Batch(
                identities, alerts, sourceIds, filled(size, "zabbix"), filled(size, "{\"HEL1\"}"), filled(size, body));
    }

    private static UUID random(long high, int version) {
        return new UUID(
                (high & ~0xf000L) | (long) version << 12,
                ThreadLocalRandom.current().nextLong() >>> 2 | Long.MIN_VALUE);
    }

    private static String[] filled(int size, String text) {
        String[] texts = new String[size];
        Arrays.fill(texts, text);
        return texts;
    }

    private static String body() {
        try {
            return Json.MAPPER.writeValueAsString(
                    Alerts.committed(new Alerts().next(), 100_000, UUID.randomUUID(), Instant.now()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One transaction's rows. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares batches
    record Batch(
            UUID[] identityOf, UUID[] alertOf, String[] sourceIds, String[] sources, String[] sites, String[] bodies) {

        Tuple identities() {
            return Tuple.tuple().addValue(identityOf);
        }

        Tuple keys() {
            return Tuple.tuple().addValue(sources).addValue(sourceIds);
        }

        Tuple events(long head, OffsetDateTime ts) {
            return Tuple.tuple()
                    .addValue(seqs(head))
                    .addValue(alertOf)
                    .addValue(identityOf)
                    .addValue(shorts(i -> (short) 0))
                    .addValue(severities())
                    .addValue(sites)
                    .addValue(bodies)
                    .addOffsetDateTime(ts);
        }

        Tuple alerts(long head) {
            return Tuple.tuple()
                    .addValue(alertOf)
                    .addValue(sources)
                    .addValue(sourceIds)
                    .addValue(sites)
                    .addValue(severities())
                    .addValue(shorts(i -> (short) 0))
                    .addValue(seqs(head))
                    .addValue(seqs(head))
                    .addValue(identityOf)
                    .addValue(filled(bodies.length, FACTS))
                    .addValue(bodies);
        }

        private Long[] seqs(long head) {
            return IntStream.range(0, bodies.length).mapToObj(i -> head + 1 + i).toArray(Long[]::new);
        }

        private Short[] severities() {
            return shorts(i -> (short) (i % 6));
        }

        private Short[] shorts(IntFunction<Short> value) {
            return IntStream.range(0, bodies.length).mapToObj(value).toArray(Short[]::new);
        }
    }
}
