package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One client of the feed: a cursor into the ring, and no queue of its own. When its connection takes no more, the cursor
 * stays; when the ring has moved on without it, the client is told what it missed, or, if it asked to resume, is
 * brought back from the store. Owned by its hub's event loop.
 */
final class Session implements Client, Backlog.Member {
    private final Connection connection;
    private final Hub hub;
    private final Ring ring;
    private final Subscribe first;
    private @Nullable Access access;
    /** What the client wants; {@link #filter} is the part of it that it may have. */
    private Filter asked = Filter.ALL;

    private Filter filter = new Filter(Sites.NONE, Severity.UNCLASSIFIED);
    private long cursor;
    private boolean resumes;
    private State state = State.LIVE;
    private Duration beat;
    /** Raised when the client moves its cursor, so that a replay for the old place is dropped. */
    private int place;

    /** One question at a time, however often the client moves. */
    private boolean asking;

    /** One page at a time, however often the client moves: two would bring it the same events twice. */
    private boolean paging;

    private boolean queued;

    private boolean knowsHops;

    /** What the client waits for. */
    private enum State {
        /** The next event. */
        LIVE,
        /** The end of what it has missed, which a heartbeat tells. */
        CATCHING_UP,
        /** A page from the store: whatever ends that calls {@link #resumeWriting()}. */
        REPLAYING,
        /** The store's word whether its cursor can be right: until then nothing is told of it. */
        CONFIRMING
    }

    /** @param first what the client's request asks for */
    Session(Connection connection, Hub hub, Ring ring, Subscribe first) {
        this.connection = connection;
        this.hub = hub;
        this.ring = ring;
        this.first = first;
        this.cursor = ring.head();
        this.beat = first.beat() == null ? hub.defaultBeat() : first.beat();
    }

    /** Time between heartbeats. */
    Duration beat() {
        return beat;
    }

    @Override
    public void permitted(Access newer) {
        boolean isFirst = access == null;
        access = newer;
        if (isFirst) {
            hub.add(this);
            subscribe(first);
            heartbeat();
        } else {
            choose(asked);
            welcome();
        }
    }

    @Override
    public void text(String message) {
        try {
            subscribe(Subscribe.parse(message, hub.siteGroups()));
        } catch (InvalidInput e) {
            tell(Notice.Refused.of(String.valueOf(e.getMessage()), e.errors()));
        }
    }

    @Override
    public void binary(ByteBuf message) {
        close(CloseReason.UNSUPPORTED_DATA, "send text");
    }

    @Override
    public void writable() {
        hub.queue(this);
    }

    @Override
    public void closed() {
        hub.remove(this);
    }

    private void subscribe(Subscribe subscribe) {
        Long since = subscribe.since();
        choose(subscribe.filter());
        Duration wanted = subscribe.beat();
        if (wanted != null && !wanted.equals(beat)) {
            Duration before = beat;
            beat = wanted;
            hub.changeBeat(this, before);
        }
        if (since == null) {
            welcome();
            return;
        }
        resumes = true;
        moveTo(since);
        state = State.CATCHING_UP;
        if (subscribe.epoch() != null && !subscribe.epoch().equals(hub.epoch())) {
            reset();
            state = State.CATCHING_UP;
            welcome();
        } else if (since > ring.head()) {
            confirm();
        } else {
            welcome();
        }
    }

    private void choose(Filter wanted) {
        asked = wanted;
        filter = access == null ? filter : hub.shared(wanted.within(access));
    }

    private void welcome() {
        KnownSiteNames names = hub.siteNames();
        tell(Notice.Subscribed.of(filter, cursor, hub.epoch(), denied(), names.unknown(filter.sites()), beat));
        if (!knowsHops) {
            knowsHops = true;
            tell(hub.hops());
        }
        hub.advance(this);
    }

    private List<String> denied() {
        return asked.sites().names().stream()
                .filter(site -> access != null && !access.sites().allows(site))
                .sorted()
                .toList();
    }

    /**
     * The client has seen more than this node: another node was ahead of it, or this one has just started, or the
     * database was replaced by an older one. The store knows which.
     */
    private void confirm() {
        state = State.CONFIRMING;
        if (asking) {
            return;
        }
        asking = true;
        int asked = place;
        hub.replay(cursor)
                .onComplete(done -> asking = false)
                .onSuccess(page -> confirmed(asked, page))
                .onFailure(failure -> hub.later(this::confirmAgain));
    }

    private void confirmed(int asked, FeedBatch page) {
        if (asked != place) {
            confirmAgain();
        } else if (connection.isOpen()) {
            if (page.head() < cursor || !page.epoch().equals(hub.epoch())) {
                reset();
            }
            state = State.CATCHING_UP;
            welcome();
        }
    }

    private void confirmAgain() {
        if (state == State.CONFIRMING && connection.isOpen()) {
            confirm();
        }
    }

    private void moveTo(long seq) {
        cursor = seq;
        place++;
        state = State.LIVE;
    }

    /** Writes one buffer of what the client has not seen, if its connection takes it. */
    Backlog.Progress advance(Joins joins) {
        if (!isBehind()) {
            caughtUp();
            return Backlog.Progress.DONE;
        }
        if (cursor < ring.floor()) {
            if (!hub.budget().fits(2 * hub.writeBytes())) {
                return Backlog.Progress.NO_MEMORY;
            }
            fellBehind();
            return Backlog.Progress.MORE;
        }
        Joins.Joined next = joins.after(cursor, filter, connection.form());
        if (next.lacksMemory()
                || (next.bytes() != null && !connection.fits(next.bytes().readableBytes()))) {
            return Backlog.Progress.NO_MEMORY;
        }
        cursor = next.end();
        if (next.bytes() != null) {
            connection.writeShared(next.bytes().retainedDuplicate());
        }
        if (isBehind()) {
            return Backlog.Progress.MORE;
        }
        caughtUp();
        return Backlog.Progress.DONE;
    }

    private void caughtUp() {
        if (state == State.CATCHING_UP && cursor >= ring.head() && connection.isWritable()) {
            state = State.LIVE;
            heartbeat();
        }
    }

    private boolean isBehind() {
        return state != State.REPLAYING
                && state != State.CONFIRMING
                && cursor < ring.head()
                && connection.isOpen()
                && connection.isWritable();
    }

    @Override
    public boolean enqueue() {
        boolean added = !queued;
        queued = true;
        return added;
    }

    @Override
    public void dequeued() {
        queued = false;
    }

    private void fellBehind() {
        if (!resumes) {
            long floor = ring.floor();
            tell(Notice.Lagged.between(cursor + 1, floor));
            cursor = floor;
            return;
        }
        state = State.REPLAYING;
        if (paging) {
            return; // its end leads to the page for this place
        }
        paging = true;
        int asked = place;
        hub.replay(cursor)
                .onComplete(done -> paging = false)
                .onSuccess(page -> replayed(asked, page))
                .onFailure(failure -> hub.later(this::resumeWriting));
    }

    private void replayed(int asked, FeedBatch page) {
        if (asked == place && !page.epoch().equals(hub.epoch())) {
            hub.later(this::resumeWriting); // the feed has become another one, which this node is about to notice
            return;
        }
        if (asked == place && connection.isOpen()) {
            if (page.first() > cursor + 1) {
                tell(Notice.Gap.between(cursor + 1, page.first()));
                cursor = page.first() - 1;
            }
            write(page.epoch(), page.events());
        }
        resumeWriting();
    }

    private void resumeWriting() {
        if (state == State.REPLAYING) {
            state = State.CATCHING_UP;
        }
        hub.advance(this);
    }

    /** As far as the connection takes them and there is memory; the rest is asked for again. */
    private void write(UUID epoch, List<FeedEvent> events) {
        List<byte[]> parts = new ArrayList<>();
        int bytes = 0;
        long end = cursor;
        for (FeedEvent event : events) {
            if (bytes > hub.writeBytes()) {
                if (!write(parts, bytes, end)) {
                    return;
                }
                parts.clear();
                bytes = 0;
            }
            end = event.seq();
            if (filter.matches(event)) {
                byte[] part =
                        connection.form().event(epoch, event.seq(), event.json().getBytes());
                parts.add(part);
                bytes += part.length;
            }
        }
        write(parts, bytes, end);
    }

    /** @return whether the client can be given more */
    private boolean write(List<byte[]> parts, int bytes, long end) {
        if (bytes > 0) {
            ByteBuf buffer = connection.fits(bytes) ? hub.budget().join(parts, bytes) : null;
            if (buffer == null) {
                return false;
            }
            connection.writeShared(buffer);
        }
        cursor = end;
        return connection.isWritable();
    }

    /** The feed is another one: start at its end, and say so. */
    void reset() {
        moveTo(ring.head());
        tell(Notice.Reset.to(cursor, hub.epoch()));
    }

    private void heartbeat() {
        heartbeat(new HeartbeatFrames(Instant.now()));
    }

    void heartbeat(HeartbeatFrames frames) {
        if (state != State.CONFIRMING && connection.isWritable()) {
            connection.tell(frames.at(connection.form(), cursor, ring.head(), hub.epoch()));
        }
    }

    void tell(Notice notice) {
        connection.tell(notice);
    }

    void close(CloseReason reason, String detail) {
        connection.close(reason, detail);
    }
}
