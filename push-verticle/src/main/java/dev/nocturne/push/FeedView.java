package dev.nocturne.push;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a push node knows of the feed, for those who tell clients. Safe for all threads. */
record FeedView(Ring ring, Feed feed, KnownSiteNames siteNames, Hops hops) {
    boolean isFresh() {
        return feed.isFresh();
    }

    @Nullable
    UUID epoch() {
        return feed.epoch();
    }
}
