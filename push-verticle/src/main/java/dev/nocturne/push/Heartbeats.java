package dev.nocturne.push;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The heartbeats of a hub's clients, each at the pace that it asked for, spread over its interval. Clients at the same place
 * share one frame. Owned by the hub's event loop.
 */
final class Heartbeats {
    private final Vertx vertx;
    private final BiConsumer<List<Session>, HeartbeatFrames> beat;
    private final Map<Duration, Pace> paces = new HashMap<>();

    private static final class Pace {
        final Rotation<Session> sessions = new Rotation<>();
        long timer;
    }

    /** @param beat tells a heartbeat to each of the clients whose turn it is */
    Heartbeats(Vertx vertx, BiConsumer<List<Session>, HeartbeatFrames> beat) {
        this.vertx = vertx;
        this.beat = beat;
    }

    void add(Session session, Duration pace) {
        paces.computeIfAbsent(pace, this::begin).sessions.add(session);
    }

    void remove(Session session, Duration pace) {
        Pace old = paces.get(pace);
        if (old != null) {
            old.sessions.remove(session);
            if (old.sessions.isEmpty()) {
                vertx.cancelTimer(old.timer);
                paces.remove(pace);
            }
        }
    }

    private Pace begin(Duration interval) {
        Pace pace = new Pace();
        long turn = Math.max(1, interval.toMillis() / Rotation.TURNS);
        pace.timer =
                vertx.setPeriodic(turn, tick -> beat.accept(pace.sessions.next(), new HeartbeatFrames(Instant.now())));
        return pace;
    }
}
