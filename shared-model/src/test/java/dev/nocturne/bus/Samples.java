package dev.nocturne.bus;

import dev.nocturne.bus.StoreRoutes.AlertById;
import dev.nocturne.bus.StoreRoutes.AlertHistory;
import dev.nocturne.bus.StoreRoutes.AlertPage;
import dev.nocturne.bus.StoreRoutes.AlertQuery;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.BatchApplied;
import dev.nocturne.bus.StoreRoutes.KeepTicket;
import dev.nocturne.bus.StoreRoutes.KnownSites;
import dev.nocturne.bus.StoreRoutes.Probe;
import dev.nocturne.bus.StoreRoutes.Probed;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.bus.StoreRoutes.SitesQuery;
import dev.nocturne.bus.StoreRoutes.TakeTicket;
import dev.nocturne.bus.StoreRoutes.TicketKept;
import dev.nocturne.bus.StoreRoutes.TicketTaken;
import dev.nocturne.model.Author;
import dev.nocturne.model.Beginning;
import dev.nocturne.model.Beginning.Certainty;
import dev.nocturne.model.Details;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Location;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import dev.nocturne.model.Snapshot;
import dev.nocturne.model.Status;
import dev.nocturne.model.Tag;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** At least one value for each codec of the cluster, with the extremes that its fields may have. */
final class Samples {
    static final UUID ID = UUID.fromString("0193481e-7c00-7abc-8def-0123456789ab");
    static final NewEvent EVENT = new NewEvent(
            new EventIdentity("zabbix", "24654", EventKind.ACKNOWLEDGED, "2026.11.20|18:55:04|acknowledged|x"),
            1_795_200_906_000_001L,
            new Beginning(Instant.parse("2026-11-20T18:55:00.123456789Z"), Certainty.ZONED),
            new Snapshot(
                    new Location(List.of("Jyväskylä 🦒", "HEL1"), List.of("web-01", "web-02"), List.of("NOC sites")),
                    Severity.CRITICAL,
                    "quote \" backslash \\ line\nbell \u0007 rtl \u202e",
                    Status.OPEN,
                    true,
                    true,
                    new Details(
                            List.of(new Tag("site", "HEL1"), new Tag("site", "STO2"), new Tag("empty", "")),
                            "http://zabbix/problem",
                            "http://wiki/runbook",
                            "now 1")),
            new Author("Ada", "on it", "acknowledged and commented"),
            List.of("the site was cut"),
            "zabbix-eu");
    static final NewEvent BARE = new NewEvent(
            new EventIdentity("api", "x", EventKind.CREATED, ""),
            0,
            Beginning.exact(Instant.EPOCH),
            new Snapshot(Location.of("A"), Severity.UNCLASSIFIED, "m", Status.OPEN, false, false, Details.NONE),
            Author.NONE,
            List.of(),
            null);

    private Samples() {}

    record Sample<T>(MessageCodec<T, T> codec, T value) {
        @Override
        public String toString() {
            return codec.name() + " " + value.toString().lines().findFirst().orElse("");
        }
    }

    static Stream<Sample<?>> all() {
        return Stream.of(
                new Sample<>(StoreRoutes.APPEND.request(), new Append(List.of(EVENT, BARE))),
                new Sample<>(
                        StoreRoutes.APPEND.reply(),
                        new AppendReply(List.of(new Appended(ID, Long.MAX_VALUE, true), new Appended(ID, 1, false)))),
                new Sample<>(StoreRoutes.REPLAY.request(), new Replay(Long.MAX_VALUE, 0)),
                new Sample<>(StoreRoutes.REPLAY.request(), new Replay(1_041, StoreRoutes.MAX_EVENTS, ID)),
                new Sample<>(StoreRoutes.REPLAY.reply(), batch(everyKindAndSeverity())),
                new Sample<>(StoreRoutes.REPLAY.reply(), batch(List.of())),
                new Sample<>(
                        StoreRoutes.ALERTS.request(),
                        new AlertQuery(
                                Status.RESOLVED,
                                new Sites(false, Set.of("HEL1", "Jyväskylä")),
                                Severity.HIGH,
                                ID,
                                500)),
                new Sample<>(
                        StoreRoutes.ALERTS.request(), new AlertQuery(null, Sites.ALL, Severity.UNCLASSIFIED, null, 1)),
                new Sample<>(StoreRoutes.ALERTS.reply(), new AlertPage(ID, 7, List.of("{\"seq\":7}"), ID)),
                new Sample<>(StoreRoutes.ALERTS.reply(), new AlertPage(ID, 0, List.of(), null)),
                new Sample<>(StoreRoutes.ALERT.request(), new AlertById(ID, Sites.NONE)),
                new Sample<>(StoreRoutes.ALERT.reply(), new AlertHistory("{}", List.of("{\"a\":1}", "{}"))),
                new Sample<>(StoreRoutes.PROBE.request(), new Probe("ingest")),
                new Sample<>(StoreRoutes.PROBE.reply(), new Probed(Long.MAX_VALUE)),
                new Sample<>(StoreRoutes.KEEP_TICKET.request(), new KeepTicket("id", "sealed")),
                new Sample<>(StoreRoutes.KEEP_TICKET.reply(), new TicketKept()),
                new Sample<>(StoreRoutes.TAKE_TICKET.request(), new TakeTicket("id")),
                new Sample<>(StoreRoutes.TAKE_TICKET.reply(), new TicketTaken("sealed")),
                new Sample<>(StoreRoutes.TAKE_TICKET.reply(), new TicketTaken(null)),
                new Sample<>(StoreRoutes.SITES.request(), new SitesQuery(StoreRoutes.MAX_SITES)),
                new Sample<>(StoreRoutes.SITES.reply(), new KnownSites(List.of("HEL1", "Jyväskylä"), false)),
                new Sample<>(StoreRoutes.FEED.codec(), batch(everyKindAndSeverity())),
                new Sample<>(StoreRoutes.BATCHES.codec(), new BatchApplied(1, 2, 3, Long.MAX_VALUE, 4)));
    }

    private static FeedBatch batch(List<FeedEvent> events) {
        return new FeedBatch(ID, 3, 99, events);
    }

    private static List<FeedEvent> everyKindAndSeverity() {
        return Arrays.stream(EventKind.values())
                .flatMap(kind -> Arrays.stream(Severity.values())
                        .map(severity -> new FeedEvent(
                                1 + kind.code() * 6L + severity.code(),
                                kind.code(),
                                severity,
                                List.of("🦒".repeat(128), "HEL1"),
                                Buffer.buffer("{\"message\":\"ä " + kind + "\"}"))))
                .toList();
    }
}
