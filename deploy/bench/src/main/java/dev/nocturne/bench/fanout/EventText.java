package dev.nocturne.bench.fanout;

import java.nio.charset.StandardCharsets;

/**
 * An event of some 500 bytes, as the store makes it public. Its note is the time at which it was made, in
 * {@value #DIGITS} digits, and what follows has always the same length, so that a reader finds the time from the end
 * without looking at the rest.
 */
final class EventText {
    static final int DIGITS = 19;
    /** What follows the note: the sender is the one that {@code Nocturne} is given a token for. */
    static final String TAIL = "\",\"sender\":\"bench\"}";

    /** A frame that is shorter is no event, but a notice. */
    static final int SMALLEST = 350;

    /** Where the first name begins. */
    static final int NAME = 2;

    /** How that of a notice begins. */
    static final char NOTICE = 'e';

    static final String HEAD = "{\"seq\":";
    static final String MIDDLE = ",\"event\":\"alert.created\",\"id\":\"01a1fbdc-a074-7cfd-8e14-c9f1ae6c33ae\","
            + "\"site\":\"Kilimanjaro\",\"severity\":\"critical\","
            + "\"message\":\"HTTP service is down on Web server 01 (Helsinki)\",\"ts\":\"2026-11-20T18:55:03.120513Z\","
            + "\"status\":\"open\",\"acknowledged\":false,\"host\":\"Web server 01 (Helsinki)\",\"source\":\"zabbix\","
            + "\"sourceId\":\"24654\",\"occurredAt\":\"2026-11-20T18:55:03Z\",\"tags\":[{\"tag\":\"site\","
            + "\"value\":\"Kilimanjaro\"},{\"tag\":\"service\",\"value\":\"web\"},{\"tag\":\"team\",\"value\":\"platform\"}],"
            + "\"note\":\"";
    /** Keeps the number of digits the same whatever the time is. */
    static final long OFFSET = 1_000_000_000_000_000_000L;

    private EventText() {}

    /** @param madeAt nanoseconds of {@link System#nanoTime} */
    static String of(long seq, long madeAt) {
        return HEAD + seq + MIDDLE + stamp(madeAt) + TAIL;
    }

    /** The time as it stands in an event. */
    static String stamp(long madeAt) {
        return Long.toString(OFFSET + madeAt);
    }

    /** The event as a WebSocket text frame from a server. */
    static byte[] frame(long seq, long madeAt) {
        byte[] json = of(seq, madeAt).getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[4 + json.length];
        frame[0] = (byte) 0x81;
        frame[1] = 126;
        frame[2] = (byte) (json.length >> 8);
        frame[3] = (byte) json.length;
        System.arraycopy(json, 0, frame, 4, json.length);
        return frame;
    }
}
