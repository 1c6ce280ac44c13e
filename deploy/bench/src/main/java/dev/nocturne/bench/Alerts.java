package dev.nocturne.bench;

import dev.nocturne.model.Acknowledgement;
import dev.nocturne.model.AlertEvent;
import dev.nocturne.model.Author;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Details;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Snapshot;
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
                new EventIdentity("zabbix", Long.toString(id), EventKind.CREATED, ""),
                now.getEpochSecond() * 1_000_000,
                Beginning.exact(now),
                new Snapshot(
                        new Location(List.of(site), List.of("Web server 01 (Helsinki)"), List.of()),
                        Severity.nearest((int) (id % 6)),
                        "HTTP service is down on Web server 01 (Helsinki)",
                        Status.OPEN,
                        false,
                        false,
                        Details.tagged(List.of(
                                new Tag("site", site), new Tag("service", "web"), new Tag("team", "platform")))),
                Author.NONE,
                List.of(),
                null);
    }

    /** A problem as the store makes it public. */
    static AlertEvent committed(NewEvent event, long seq, UUID id, Instant ts) {
        return new AlertEvent(
                seq,
                event.kind(),
                id,
                event.snapshot(),
                ts,
                event.identity().source(),
                event.identity().sourceId(),
                event.began().at(),
                Acknowledgement.NONE,
                event.author(),
                event.warnings(),
                event.sender());
    }
}
