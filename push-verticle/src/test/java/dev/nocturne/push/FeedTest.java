package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class FeedTest {
    private static final Duration SECONDS_3 = Duration.ofSeconds(3);
    private static final Duration SECONDS_10 = Duration.ofSeconds(10);

    private final Ring ring = new Ring(1_024, 10_000_000, Form::all);
    private final List<Long> shown = new CopyOnWriteArrayList<>();
    private final List<Boolean> freshness = new CopyOnWriteArrayList<>();
    private final AtomicInteger restarts = new AtomicInteger();
    private final List<Long> added = new CopyOnWriteArrayList<>();
    private final AtomicBoolean storeFails = new AtomicBoolean();
    private StoreStub store;
    private Feed feed;

    @BeforeEach
    void start(Vertx vertx) throws Exception {
        store = new StoreStub(vertx);
        feed = new Feed(vertx, ring, new Recorder(), storeFails::get);
        vertx.getOrCreateContext().runOnContext(run -> feed.start());
        await().atMost(SECONDS_10).until(feed::isFresh);
    }

    @Test
    void whatIsPublishedIsShownInOrder() {
        store.publish(5);

        awaitShown(5);
    }

    @Test
    void aStoreThatAnswersButCannotWriteMakesTheFeedStale() {
        storeFails.set(true);
        await().atMost(SECONDS_3).until(() -> freshness.equals(List.of(true, false)));
        assertThat(feed.check().ok()).isFalse();

        storeFails.set(false);

        await().atMost(SECONDS_3).until(() -> freshness.equals(List.of(true, false, true)));
    }

    @Test
    void aHoleIsFetchedBeforeAnythingLaterIsShown() {
        store.publish(1);
        store.commit();
        store.commit();
        store.publish(1);

        awaitShown(4);
    }

    @Test
    void aHoleIsRepairedAtOnceAndNotAtTheNextQuestion() {
        long start = System.nanoTime();

        for (int seq = 2; seq <= 20; seq += 2) {
            store.commit();
            store.publish(1);
            awaitShown(seq);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("ten holes, with a question every second")
                .isLessThan(Duration.ofSeconds(6));
        assertThat(restarts).hasValue(0);
    }

    @Test
    void whileTheStoreIsAwayNothingAfterAHoleIsShown() throws Exception {
        store.publish(1);
        awaitShown(1);
        store.goAway();
        store.commit();
        store.publish(3);

        await().during(Duration.ofMillis(500)).until(() -> ring.head() == 1);
        store.comeBack();

        awaitShown(5);
    }

    @Test
    void aRepeatedOrOverlappingBatchIsShownOnce() {
        FeedBatch one = store.commit();
        store.publish(one);
        store.publish(one);
        FeedBatch two = store.commit();
        store.publish(new FeedBatch(store.epoch(), 1, 2, List.of(event(one), event(two))));
        store.publish(one);
        store.publish(1);

        awaitShown(3);
    }

    @Test
    void aSilentBusIsFoundOutWithinSeconds() {
        for (int i = 0; i < 2_500; i++) {
            store.commit();
        }

        await().atMost(SECONDS_3).until(() -> ring.head() == 2_500);
        assertThat(shown).isEqualTo(upTo(2_500));
    }

    @Test
    void aFeedOfAnotherEpochIsAnotherFeed() {
        store.publish(5);
        awaitShown(5);

        store.restore(UUID.randomUUID(), 7);

        await().atMost(SECONDS_3).until(() -> restarts.get() == 1 && ring.head() == 7);
        assertThat(feed.epoch()).isEqualTo(store.epoch());
    }

    @Test
    void aMessageOfAnotherEpochIsNotShownInThisOne() {
        store.publish(5);
        awaitShown(5);

        store.publish(new FeedBatch(UUID.randomUUID(), 1, 6, List.of(event(store.commit()))));

        awaitShown(6);
        assertThat(restarts).hasValue(0);
    }

    @Test
    void aHeadThatWentBackIsAnotherFeedWhichTheStoreIsTold() {
        store.publish(5);
        awaitShown(5);
        UUID before = store.epoch();

        store.restore(before, 2);

        await().atMost(SECONDS_3).until(() -> restarts.get() == 1 && ring.head() == 2);
        assertThat(store.epoch()).isNotEqualTo(before).isEqualTo(feed.epoch());
    }

    @Test
    void whatPassedRetentionUnseenIsNotWaitedFor() throws Exception {
        store.publish(2);
        awaitShown(2);
        store.goAway();
        for (int i = 0; i < 8; i++) {
            store.commit();
        }
        store.drop(6);
        store.comeBack();

        await().atMost(SECONDS_3).until(() -> restarts.get() == 1 && ring.head() == 10);
        assertThat(ring.floor()).isEqualTo(6);
    }

    @Test
    void withoutAStoreItGoesStaleAndIsFreshAgainAfterwards() throws Exception {
        store.goAway();
        await().atMost(SECONDS_10).until(() -> !feed.isFresh());
        assertThat(feed.check().ok()).isFalse();

        store.comeBack();

        await().atMost(SECONDS_3).until(feed::isFresh);
        assertThat(feed.check().ok()).isTrue();
        assertThat(freshness).containsExactly(true, false, true);
    }

    @Test
    void afterItsEndItShowsNothing() throws Exception {
        feed.stop().await(5, SECONDS);
        store.goAway();

        store.publish(1);

        await().during(Duration.ofMillis(300)).until(shown::isEmpty);
    }

    private void awaitShown(int head) {
        await().atMost(SECONDS_3).until(() -> ring.head() == head && shown.size() == head);
        assertThat(shown).isEqualTo(upTo(head));
    }

    private static List<Long> upTo(long head) {
        return LongStream.rangeClosed(1, head).boxed().toList();
    }

    private static FeedEvent event(FeedBatch batch) {
        return batch.events().get(0);
    }

    /** Reads the ring as a screen does. */
    private final class Recorder implements Feed.Listener {
        private long cursor;

        @Override
        public void adds(FeedEvent event) {
            added.add(event.seq());
        }

        @Override
        public void advanced() {
            while (cursor < ring.head()) {
                Ring.Entry entry = ring.get(++cursor);
                if (entry != null) {
                    shown.add(entry.event().seq());
                }
            }
        }

        @Override
        public void restarted() {
            restarts.incrementAndGet();
            cursor = ring.head();
        }

        @Override
        public void freshness(boolean isFresh) {
            freshness.add(isFresh);
        }
    }
}
