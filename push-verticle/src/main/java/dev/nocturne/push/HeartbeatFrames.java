package dev.nocturne.push;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** The heartbeats of one moment: made once for all clients that have seen the whole feed, which most have. */
final class HeartbeatFrames {
    private final Instant now;
    private final Map<Form, Made> made = new EnumMap<>(Form.class);

    @SuppressWarnings("ArrayRecordComponent") // changed by none
    private record Made(long head, UUID epoch, byte[] bytes) {}

    HeartbeatFrames(Instant now) {
        this.now = now;
    }

    /** In the bytes of the form; they must not be changed. */
    byte[] at(Form form, long seq, long head, UUID epoch) {
        if (seq != head) {
            return form.notice(Notice.Heartbeat.at(now, seq, head), epoch);
        }
        Made known = made.get(form);
        if (known == null || known.head != head || !known.epoch.equals(epoch)) {
            known = new Made(head, epoch, form.notice(Notice.Heartbeat.at(now, seq, head), epoch));
            made.put(form, known);
        }
        return known.bytes;
    }
}
