package dev.nocturne.bench;

import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Status;
import dev.nocturne.model.Tag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Problems that nobody has seen before, of the size that a real Zabbix sends. Safe for all threads. */
final class Alerts {
    private static final List<String> SITES =
            List.of("HEL1", "Kilimanjaro", "Serengeti", "FRA2", "AMS3", "Arusha", "NBO1", "Zanzibar");
    private static final long FIRST_ID = 1_000_000;

    private final AtomicLong last = new AtomicLong(FIRST_ID);

    NewEvent next() {
        long id = last.incrementAndGet();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String site = SITES.get((int) (id % SITES.size()));
        return new NewEvent(
                EventKind.CREATED,
                "zabbix",
                Long.toString(id),
                "",
                now.getEpochSecond() * 1_000_000,
                now,
                site,
                Severity.ofCode((int) (id % 6)),
                "HTTP service is down on Web server 01 (Helsinki)",
                "Web server 01 (Helsinki)",
                Status.OPEN,
                false,
                List.of(new Tag("site", site), new Tag("service", "web"), new Tag("team", "platform")),
                null,
                null,
                null);
    }

    /** A problem as the store makes it public. */
    static AlertEvent committed(NewEvent event, long seq, UUID id, Instant ts) {
        return new AlertEvent(
                seq,
                event.kind(),
                id,
                event.site(),
                event.severity(),
                event.message(),
                ts,
                event.status(),
                event.acknowledged(),
                event.host(),
                event.source(),
                event.sourceId(),
                event.occurredAt(),
                event.tags(),
                event.by(),
                event.note(),
                event.sender());
    }
}
