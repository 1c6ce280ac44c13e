package dev.nocturne.push;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.model.FeedBatch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Pages of the feed from the store, a few at a time. Owned by one event loop. */
final class Replays {
    private static final int PAGE = 500;

    private final Bus bus;
    private final int max;
    private final Map<Long, Future<FeedBatch>> pages = new HashMap<>();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private int running;

    /** @param max most pages to ask for at a time */
    Replays(Bus bus, int max) {
        this.bus = bus;
        this.max = max;
    }

    /** Clients that ask for the same page while it is awaited, as after the end of another node, get the same one. */
    Future<FeedBatch> after(long since) {
        Future<FeedBatch> awaited = pages.get(since);
        if (awaited != null) {
            return awaited;
        }
        Promise<FeedBatch> page = Promise.promise();
        pages.put(since, page.future());
        queue.add(() -> bus.call(StoreRoutes.REPLAY, new Replay(since, PAGE))
                .onComplete(answer -> {
                    running--;
                    pages.remove(since);
                    next();
                })
                .onComplete(page));
        next();
        return page.future();
    }

    private void next() {
        while (running < max && !queue.isEmpty()) {
            running++;
            queue.remove().run();
        }
    }
}
