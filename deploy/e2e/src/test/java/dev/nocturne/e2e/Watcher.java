package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A screen that comes back: when its connection ends, or is silent for longer than some heartbeats, it connects to the
 * next of its nodes and resumes with the last seq that it knows: a WebSocket with {@code since}, an event stream with
 * {@code Last-Event-ID}, as browsers do.
 */
final class Watcher implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 50;

    private final List<URI> nodes;
    private final Reconnect reconnect;
    private final List<Screen> screens = new CopyOnWriteArrayList<>();
    private final List<Integer> ends = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile long last;
    private volatile boolean closing;

    /** Opens a connection that goes on after a seq; fails with an IllegalStateException. */
    private interface Reconnect {
        Screen after(URI node, long seq);
    }

    private Watcher(List<URI> nodes, long since, Reconnect reconnect) {
        this.nodes = nodes;
        this.reconnect = reconnect;
        this.last = since;
        this.thread = new Thread(this::watch, "watcher");
        thread.start();
    }

    /** @param since the last seq that it knows from before */
    static Watcher webSocket(List<URI> nodes, long since, String epoch) {
        return new Watcher(
                nodes, since, (node, seq) -> new WebSocketScreen(node, "since=" + seq + "&epoch=" + epoch, PATIENCE));
    }

    /** @param since the last seq that it knows from before */
    static Watcher eventStream(List<URI> nodes, long since, String epoch) {
        String query = "since=" + since + "&epoch=" + epoch;
        return new Watcher(nodes, since, (node, seq) -> new EventStreamScreen(node, query, seq, PATIENCE));
    }

    /** The seq up to which it knows everything. */
    long last() {
        Stream<Long> known = screens.stream().map(Screen::lastSeq);
        return Math.max(last, known.reduce(0L, Math::max));
    }

    /** How many connections it has had. */
    int connections() {
        return screens.size();
    }

    /** What it saw, in that order, over all its connections. */
    List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        screens.forEach(screen -> events.addAll(screen.events()));
        return events;
    }

    /** Frames of this kind, such as {@code stale}, over all its connections. */
    List<JsonNode> notices(String event) {
        List<JsonNode> notices = new ArrayList<>();
        screens.forEach(screen -> notices.addAll(screen.notices(event)));
        return notices;
    }

    /** How its connections ended that it did not end itself. */
    List<Integer> ends() {
        return ends;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        for (int turn = 0; !closing; turn++) {
            try {
                follow(reconnect.after(nodes.get(turn % nodes.size()), last));
            } catch (IllegalStateException e) {
                pause();
            }
        }
    }

    private void follow(Screen screen) {
        screens.add(screen);
        while (!closing && screen.silence().compareTo(SILENCE) < 0 && !hasEnded(screen)) {
            // the wait is in the question
        }
        screen.endedWith().ifPresent(ends::add);
        screen.close();
        last = Math.max(last, screen.lastSeq());
    }

    private static boolean hasEnded(Screen screen) {
        try {
            screen.end().get(POLL_MILLIS, MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void pause() {
        try {
            MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
