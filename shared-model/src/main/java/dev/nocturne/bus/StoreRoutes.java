package dev.nocturne.bus;

import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import dev.nocturne.model.Status;
import io.vertx.core.eventbus.MessageCodec;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the store does for others. Every store node answers each route; the bus picks one. */
public final class StoreRoutes {
    /** Largest number of events in one {@link Append} and in one page of {@link Replay}. */
    public static final int MAX_EVENTS = 1_000;

    /** Most names in one {@link KnownSites}. */
    public static final int MAX_SITES = 10_000;

    /** Largest page of {@link AlertQuery}. */
    public static final int MAX_ALERTS = 500;

    /**
     * Commits events. Replies after the commit, one {@link Appended} for each event, in the same order. All are stored
     * or none. Fails with {@code BUSY} at once when the funnel is full.
     */
    public static final Route<Append, AppendReply> APPEND =
            route("store.append.v2", codec(Append.class), codec(AppendReply.class));

    /** Reads the feed after a seq. With limit 0 it is the question for the head. */
    public static final Route<Replay, FeedBatch> REPLAY =
            route("store.replay.v2", codec(Replay.class), new FeedCodec("replay-reply.v2"));

    /** Current alerts, newest first. */
    public static final Route<AlertQuery, AlertPage> ALERTS =
            route("store.alerts.v1", codec(AlertQuery.class), codec(AlertPage.class));

    /** One alert with its events, oldest first. Fails with {@code NOT_FOUND}. */
    public static final Route<AlertById, AlertHistory> ALERT =
            route("store.alert.v1", codec(AlertById.class), codec(AlertHistory.class));

    /** Each site that an event ever named, by name. */
    public static final Route<SitesQuery, KnownSites> SITES =
            route("store.sites.v1", codec(SitesQuery.class), codec(KnownSites.class));

    /**
     * Whether alerts can be stored: by a commit, or a try of one, of the last seconds. Fails with the reason when they
     * cannot.
     */
    public static final Route<Probe, Probed> PROBE = route("store.probe.v1", codec(Probe.class), codec(Probed.class));

    /** How long a ticket holds that is kept with {@link #KEEP_TICKET}. */
    public static final Duration TICKET_TTL = Duration.ofSeconds(30);

    /** Keeps for half a minute what stands behind a ticket. */
    public static final Route<KeepTicket, TicketKept> KEEP_TICKET =
            route("store.ticket-keep.v1", codec(KeepTicket.class), codec(TicketKept.class));

    /** Gives it out, once over all nodes. */
    public static final Route<TakeTicket, TicketTaken> TAKE_TICKET =
            route("store.ticket-take.v1", codec(TakeTicket.class), codec(TicketTaken.class));

    /** Every committed batch, published after its commit. */
    public static final Topic<FeedBatch> FEED = new Topic<>("feed.v2", new FeedCodec("feed.v2"));

    /** What each commit of a funnel did, for those who watch the store at work. */
    public static final Topic<BatchApplied> BATCHES = new Topic<>("batch.applied.v1", codec(BatchApplied.class));

    /** Every codec above, for registration on every node before the first deployment. */
    static final List<MessageCodec<?, ?>> CODECS = List.of(
            APPEND.request(),
            APPEND.reply(),
            REPLAY.request(),
            REPLAY.reply(),
            ALERTS.request(),
            ALERTS.reply(),
            ALERT.request(),
            ALERT.reply(),
            SITES.request(),
            SITES.reply(),
            PROBE.request(),
            PROBE.reply(),
            KEEP_TICKET.request(),
            KEEP_TICKET.reply(),
            TAKE_TICKET.request(),
            TAKE_TICKET.reply(),
            FEED.codec(),
            BATCHES.codec());

    private StoreRoutes() {}

    private static <Q, R> Route<Q, R> route(String address, MessageCodec<Q, Q> request, MessageCodec<R, R> reply) {
        return new Route<>(address, request, reply, Duration.ofSeconds(2));
    }

    private static <T> JsonCodec<T> codec(Class<T> type) {
        return new JsonCodec<>(type.getSimpleName() + ".v1", type);
    }

    public record Append(List<NewEvent> events) {
        public Append {
            events = List.copyOf(events);
        }
    }

    public record AppendReply(List<Appended> events) {
        public AppendReply {
            events = List.copyOf(events);
        }
    }

    /**
     * @param applied new events
     * @param submitted events that were offered
     * @param duplicates events that were stored before
     * @param size bytes of the new events' JSON
     * @param milliseconds from the batch's first statement to its commit
     */
    public record BatchApplied(int applied, int submitted, int duplicates, long size, long milliseconds) {}

    /** Where an event stands in the feed, and whether this call put it there; a repeat names the first one. */
    public record Appended(UUID id, long seq, boolean added) {}

    /**
     * @param since the last seq that the caller has; 0 for the beginning
     * @param limit 0 to {@link #MAX_EVENTS}
     * @param epoch the feed that the store itself has told {@code since} of: if this feed ends before it now, it gets a
     *     new epoch. Null when it is a client's word
     */
    public record Replay(long since, int limit, @Nullable UUID epoch) {
        public Replay(long since, int limit) {
            this(since, limit, null);
        }
    }

    /**
     * @param severity the least severity
     * @param before page after the alert with this id (alerts come newest first), null for the first page
     * @param limit 1 to {@link #MAX_ALERTS}
     */
    public record AlertQuery(
            @Nullable Status status,
            Sites sites,
            Severity severity,
            @Nullable UUID before,
            int limit) {}

    /**
     * @param epoch the feed's
     * @param head the feed's head when the page was read: events up to it are in the page
     * @param alerts the newest event of each alert, as public JSON
     * @param next {@code before} of the next page, null on the last
     */
    public record AlertPage(
            UUID epoch,
            long head,
            List<String> alerts,
            @Nullable UUID next) {
        public AlertPage {
            alerts = List.copyOf(alerts);
        }
    }

    /** @param sites an alert of another site is answered like one that is not there */
    public record AlertById(UUID id, Sites sites) {}

    /**
     * @param alert its newest event, as public JSON
     * @param events its events that are still kept, oldest first, at most {@link #MAX_EVENTS}
     */
    public record AlertHistory(String alert, List<String> events) {
        public AlertHistory {
            events = List.copyOf(events);
        }
    }

    /** @param asker the role that asks */
    public record Probe(String asker) {}

    /** @param head the feed's when it was last seen; others may have stored more since */
    public record Probed(long head) {}

    /**
     * @param id derived from the ticket, which does not follow from it
     * @param sealed what only the ticket opens
     */
    public record KeepTicket(String id, String sealed) {}

    /** It is committed. */
    public record TicketKept() {}

    public record TakeTicket(String id) {}

    /** @param sealed null when there is none: it never was, is used, or is over */
    public record TicketTaken(@Nullable String sealed) {}

    /** @param limit 0 to {@link #MAX_SITES} */
    public record SitesQuery(int limit) {}

    /** @param complete whether there are no more than these */
    public record KnownSites(List<String> sites, boolean complete) {
        public KnownSites {
            sites = List.copyOf(sites);
        }
    }
}
