package dev.nocturne.model;

import java.util.List;
import java.util.UUID;

/**
 * A run of the feed without a hole.
 *
 * @param epoch identity of the feed, made with its database; a {@code seq} means nothing in another epoch
 * @param first the first seq that is still kept: what is before it has passed retention
 * @param head the highest committed seq when the batch was read or written
 * @param events in seq order, each seq one higher than the one before; may be empty
 */
public record FeedBatch(UUID epoch, long first, long head, List<FeedEvent> events) {
    public FeedBatch {
        events = List.copyOf(events);
    }
}
