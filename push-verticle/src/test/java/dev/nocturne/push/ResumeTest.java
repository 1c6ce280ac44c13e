package dev.nocturne.push;

import static dev.nocturne.push.PushFixture.RING;
import static java.util.stream.LongStream.rangeClosed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who comes back, or falls behind, gets every event once and in order, or is told which ones it did not get. */
@ExtendWith(VertxExtension.class)
class ResumeTest {
    private static final int BIG = 100_000;

    private StoreStub store;
    private PushFixture push;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        push = PushFixture.deploy(vertx, Duration.ofHours(1));
        store = push.store();
    }

    @Test
    void whoAsksAgainWhileAPageIsAwaitedGetsEachEventOnce() throws Exception {
        store.publish(3 * PushFixture.RING);
        Screen screen = push.open("");
        screen.next("heartbeat");
        store.hold();
        screen.send("{\"subscribe\":[],\"since\":5}").send("{\"subscribe\":[],\"since\":5}");
        screen.next("subscribed");
        screen.next("subscribed");
        await().until(() -> !store.waiting().isEmpty());

        store.release();

        assertThat(screen.events(3 * PushFixture.RING - 5)).isEqualTo(seqs(6, 3 * PushFixture.RING));
        store.publish(1);
        assertThat(screen.events(1)).containsExactly(3L * PushFixture.RING + 1);
    }

    @Test
    void sinceIsCaughtUpFromTheRingWithoutAHoleToLive() throws Exception {
        store.publish(20);
        Screen screen = push.open("?since=5");

        store.publish(10);

        assertThat(screen.next("subscribed").getLong("seq")).isEqualTo(5);
        assertThat(screen.events(25)).isEqualTo(seqs(6, 30));
    }

    @Test
    void sinceOlderThanTheRingIsCaughtUpFromTheStore() throws Exception {
        store.publish(2_000);
        push.open("?since=2000").next("heartbeat");

        Screen screen = push.open("?since=0");
        store.publish(10);

        assertThat(screen.events(2_010)).isEqualTo(seqs(1, 2_010));
    }

    @Test
    void aFilterHoldsForWhatIsCaughtUpToo() throws Exception {
        for (int i = 0; i < 3 * RING; i++) {
            store.publish(i % 2 == 0 ? "Mara" : "Serengeti", Severity.HIGH);
        }

        Screen screen = push.open("?since=0&site=Mara");

        assertThat(screen.events(3 * RING / 2)).allMatch(seq -> seq % 2 == 1);
    }

    @Test
    void aMessageCanAskToResumeToo() throws Exception {
        store.publish(3 * RING);
        Screen screen = push.open("?since=" + 3 * RING);
        screen.next("heartbeat");

        screen.send("{\"subscribe\":\"*\",\"since\":10,\"epoch\":\"" + store.epoch() + "\"}");

        assertThat(screen.events(3 * RING - 10)).isEqualTo(seqs(11, 3 * RING));
    }

    @Test
    void sinceAboveTheHeadOrOfAnotherEpochIsReset() throws Exception {
        store.publish(3);
        Screen above = push.open("?since=4");
        Screen other = push.open("?since=1&epoch=" + UUID.randomUUID());

        for (Screen screen : List.of(above, other)) {
            JsonObject reset = screen.next();
            assertThat(reset.getString("event")).isEqualTo("reset");
            assertThat(reset.getLong("seq")).isEqualTo(3);
            assertThat(reset.getString("epoch")).isEqualTo(store.epoch().toString());
        }
        store.publish(1);
        assertThat(above.events(1)).containsExactly(4L);
        assertThat(other.events(1)).containsExactly(4L);
    }

    @Test
    void whoComesBackToARestoredDatabaseThatHasMovedOnIsResetAndSeesWhatIsNew() throws Exception {
        store.publish(8);
        UUID before = store.epoch();
        Screen live = push.open("?since=8");
        live.next("heartbeat");
        store.restore(before, 3);
        JsonObject restored = live.next("reset");
        assertThat(restored.getString("epoch")).isNotEqualTo(before.toString());
        int from = restored.getInteger("seq");
        assertThat(live.events(3 - from)).isEqualTo(seqs(from + 1, 3));
        Screen early = push.open("?since=6&epoch=" + before);
        assertThat(early.next().getString("event")).isEqualTo("reset");
        store.publish(4);

        Screen late = push.open("?since=6&epoch=" + before);

        JsonObject reset = late.next();
        assertThat(reset.getString("event")).isEqualTo("reset");
        assertThat(reset.getLong("seq")).isEqualTo(7);
        assertThat(reset.getString("epoch"))
                .isNotEqualTo(before.toString())
                .isEqualTo(store.epoch().toString());
        assertThat(live.events(4)).isEqualTo(seqs(4, 7));
        assertThat(early.events(4)).isEqualTo(seqs(4, 7));
        Screen reloaded = push.open("?since=3&epoch=" + store.epoch());
        assertThat(reloaded.events(4)).isEqualTo(seqs(4, 7));
    }

    @Test
    void whoSawMoreOnAnotherNodeThanThisOneHasIsNotResetAndSeesNothingTwice() throws Exception {
        store.publish(3);
        push.open("?since=3").next("heartbeat");
        FeedBatch missed = store.commit();

        Screen screen = push.open("?since=4");
        assertThat(screen.next().getString("event")).isEqualTo("subscribed");
        store.publish(missed);
        store.publish(1);

        assertThat(screen.events(1)).containsExactly(5L);
    }

    @Test
    void whatPassedRetentionIsToldAsAGap() throws Exception {
        store.publish(3 * RING);
        push.open("?since=" + 3 * RING).next("heartbeat");
        store.drop(50);

        Screen screen = push.open("?since=10");

        JsonObject gap = screen.next("gap");
        assertThat(gap.getLong("from")).isEqualTo(11);
        assertThat(gap.getLong("first")).isEqualTo(51);
        assertThat(screen.events(3 * RING - 50)).isEqualTo(seqs(51, 3 * RING));
    }

    @Test
    void aCrowdThatComesBackToOnePlaceAsksTheStoreForItOnceOnEachEventLoop() throws Exception {
        store.publish(3 * RING);
        push.open("?since=" + 3 * RING).next("heartbeat");
        store.hold();
        List<Screen> same = List.of(push.open("?since=7"), push.open("?since=7"), push.open("?since=7"));

        await().atMost(Duration.ofSeconds(10)).until(() -> !store.waiting().isEmpty());
        store.release();

        for (Screen screen : same) {
            assertThat(screen.events(3 * RING - 7)).isEqualTo(seqs(8, 3 * RING));
        }
        assertThat(store.waiting().size())
                .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aClientThatStoppedReadingIsToldWhatItMissedAndDelaysNobody() throws Exception {
        Screen slow = push.open("");
        Screen other = push.open("");
        slow.next("heartbeat");
        other.next("heartbeat");
        slow.socket().pause();

        publishBig(other);
        slow.socket().resume();

        List<Long> accounted = new ArrayList<>();
        boolean lagged = false;
        while (accounted.size() < 4 * RING) {
            JsonObject message = slow.next();
            if (message.getString("event").equals("lagged")) {
                lagged = true;
                assertThat(message.getLong("missed")).isEqualTo(message.getLong("to") - message.getLong("from") + 1);
                accounted.addAll(seqs(message.getLong("from"), message.getLong("to")));
            } else {
                accounted.add(message.getLong("seq"));
            }
        }
        assertThat(accounted).isEqualTo(seqs(1, 4 * RING));
        assertThat(lagged).isTrue();
    }

    @Test
    void aClientThatAskedToResumeMissesNothingHoweverSlowItIs() throws Exception {
        Screen slow = push.open("?since=0");
        Screen other = push.open("");
        slow.next("heartbeat");
        other.next("heartbeat");
        slow.socket().pause();

        publishBig(other);
        slow.socket().resume();

        assertThat(slow.events(4 * RING)).isEqualTo(seqs(1, 4 * RING));
    }

    /** More than the kernel's buffers hold for a client that does not read. */
    private void publishBig(Screen reader) throws Exception {
        for (int i = 1; i <= 4 * RING; i++) {
            store.publish(store.commit("Mara", Severity.HIGH, BIG));
            assertThat(reader.events(1)).containsExactly((long) i);
        }
    }

    private static List<Long> seqs(long from, long to) {
        return rangeClosed(from, to).boxed().toList();
    }
}
