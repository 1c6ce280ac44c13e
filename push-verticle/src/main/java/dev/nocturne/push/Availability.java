package dev.nocturne.push;

import dev.nocturne.http.Problem;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import org.jspecify.annotations.Nullable;

/** Whether a node takes new clients. Safe for all threads. */
final class Availability {
    private final Feed feed;
    private volatile boolean leaving;

    Availability(Feed feed) {
        this.feed = feed;
    }

    /** Lets no new client in from now on. */
    void refuseClients() {
        leaving = true;
    }

    /**
     * Why no client can be let in now, or null.
     *
     * @param needsFeed whether the client would be told events: before the ring has reached the feed's head it would take
     *     old ones for new
     */
    @Nullable
    Problem refusal(boolean needsFeed) {
        if (leaving) {
            return Problem.of(new ServiceFailure(Kind.UNAVAILABLE, "this node shuts down, use another one"), 503);
        }
        if (needsFeed && !feed.isFilled()) {
            return Problem.of(new ServiceFailure(Kind.UNAVAILABLE, "this node has not found the store yet"), 503);
        }
        return null;
    }
}
