package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.AlertById;
import dev.nocturne.bus.StoreRoutes.AlertPage;
import dev.nocturne.bus.StoreRoutes.AlertQuery;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.FeedBatch;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import dev.nocturne.model.Status;
import dev.nocturne.testkit.PostgresExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class StoreVerticleIT {
    private StoreConfig config;
    private StoreNodes stores;

    @BeforeEach
    void startTwoNodesAtOnce(DatabaseUri database) throws Exception {
        config = StoreNodes.config(database);
        stores = StoreNodes.start(2, config);
    }

    @AfterEach
    void stop() throws Exception {
        stores.close();
    }

    @Test
    void seqHasNoHoleAndIsInCommitOrderWithTwoNodesWritingAtOnce() throws Exception {
        long before = stores.replay(0, 0).head();
        ConcurrentLinkedQueue<FeedEvent> seen = new ConcurrentLinkedQueue<>();
        stores.bus(0).subscribe(StoreRoutes.FEED, batch -> seen.addAll(batch.events()));

        List<Future<List<Appended>>> appends = IntStream.range(0, 1_500)
                .mapToObj(i -> stores.append(i % 2, Events.problem("gapless-" + i)))
                .toList();
        Future<?> all = Future.all(appends);
        List<Long> read = new ArrayList<>();
        while (read.size() < 1_500 && !all.failed()) {
            long since = read.isEmpty() ? before : read.get(read.size() - 1);
            stores.replay(since, 100).events().forEach(event -> read.add(event.seq()));
        }

        all.await(20, TimeUnit.SECONDS);
        List<Long> expected =
                LongStream.rangeClosed(before + 1, before + 1_500).boxed().toList();
        assertThat(read).isEqualTo(expected);
        assertThat(appends.stream().map(f -> f.result().get(0).seq())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(seen).extracting(FeedEvent::seq).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aRepeatOnAnotherNodeIsAnsweredWithTheFirstOnesIdAndSeq() throws Exception {
        NewEvent problem = Events.problem("repeat");
        List<Future<List<Appended>>> calls = IntStream.range(0, 40)
                .mapToObj(i -> stores.append(i % 2, problem))
                .toList();
        Future.all(calls).await(10, TimeUnit.SECONDS);

        List<Appended> replies = calls.stream().map(f -> f.result().get(0)).toList();
        assertThat(replies).filteredOn(Appended::added).hasSize(1);
        assertThat(replies)
                .extracting(Appended::seq)
                .containsOnly(replies.get(0).seq());
        assertThat(replies).extracting(Appended::id).containsOnly(replies.get(0).id());
        assertThat(history(replies.get(0).id())).hasSize(1);
    }

    @Test
    void theStateDoesNotDependOnWhichNodeStoredWhichEventInWhichBatch() throws Exception {
        Appended recovery = stores.appended(1, Events.recovery("late"));
        Appended problem = stores.appended(0, Events.problem("late"));

        assertThat(problem.id()).isEqualTo(recovery.id());
        assertThat(history(problem.id()).get(1))
                .contains("\"event\":\"alert.created\"")
                .contains("\"status\":\"resolved\"");
        assertThat(alerts(new AlertQuery(Status.OPEN, Sites.ALL, Severity.UNCLASSIFIED, null, 500))
                        .alerts())
                .noneMatch(alert -> alert.contains(problem.id().toString()));
    }

    @Test
    void replayReadsAnyRangeAlsoAcrossPartitions() throws Exception {
        long before = stores.replay(0, 0).head();
        for (int from = 0; from < 2_500; from += 500) {
            int first = from;
            stores.append(
                            0,
                            IntStream.range(first, first + 500)
                                    .mapToObj(i -> Events.problem("range-" + i))
                                    .toArray(NewEvent[]::new))
                    .await(10, TimeUnit.SECONDS);
        }

        assertThat(stores.feed(before)).hasSize(2_500);
        assertThat(stores.replay(before + 990, 20).events())
                .extracting(FeedEvent::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(before + 991, before + 1_010)
                        .boxed()
                        .toList());
        FeedBatch beyond = stores.replay(before + 5_000, 20);
        assertThat(beyond.events()).isEmpty();
        assertThat(beyond.head()).isEqualTo(before + 2_500);
    }

    @Test
    void pagesOfAlertsHoldEachMatchingAlertOnce() throws Exception {
        for (int i = 0; i < 25; i++) {
            stores.appended(0, Events.problemAt("page-" + i, i % 2 == 0 ? "Kilimanjaro" : "Meru", Severity.HIGH));
        }
        stores.appended(0, Events.problemAt("page-low", "Kilimanjaro", Severity.INFO));

        List<String> all = new ArrayList<>();
        UUID before = null;
        do {
            AlertPage page = alerts(
                    new AlertQuery(Status.OPEN, new Sites(false, Set.of("Kilimanjaro")), Severity.HIGH, before, 5));
            all.addAll(page.alerts());
            before = page.next();
        } while (before != null);

        assertThat(all).hasSize(13).doesNotHaveDuplicates().allMatch(alert -> alert.contains("Kilimanjaro"));
    }

    @Test
    void aNodeThatFreezesInTheMiddleOfABatchStopsTheOthersForSecondsOnly() throws Exception {
        Vertx frozen = Vertx.vertx();
        Pool pool = StorePool.open(frozen, config, 1).await(10, TimeUnit.SECONDS);
        SqlConnection session = pool.getConnection().await(10, TimeUnit.SECONDS);
        session.query("BEGIN").execute().await(10, TimeUnit.SECONDS);
        session.query("SELECT seq FROM feed_head FOR UPDATE").execute().await(10, TimeUnit.SECONDS);

        assertThat(stores.handOver(1, Events.problem("frozen"))
                        .await(10, TimeUnit.SECONDS)
                        .events())
                .allMatch(Appended::added);
        frozen.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatHasPassedRetentionIsDroppedAndTheFirstThatIsKeptIsTold() throws Exception {
        stores.append(
                        0,
                        IntStream.range(0, 1_000)
                                .mapToObj(i -> Events.recovery("old-" + i))
                                .toArray(NewEvent[]::new))
                .await(10, TimeUnit.SECONDS);
        long head = stores.replay(0, 0).head();
        Vertx housekeeper = Vertx.vertx();
        Pool pool = StorePool.open(housekeeper, config, 1).await(10, TimeUnit.SECONDS);

        int dropped = new Retention(() -> pool, Duration.ZERO).run().await(20, TimeUnit.SECONDS);

        FeedBatch kept = stores.replay(0, 10);
        assertThat(dropped).isPositive();
        assertThat(kept.first()).isGreaterThan(1).isLessThanOrEqualTo(head + 1);
        assertThat(kept.events()).allMatch(event -> event.seq() >= kept.first());
        assertThat(stores.appended(0, Events.problem("after retention")).seq()).isEqualTo(head + 1);
        housekeeper.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void anUnknownAlertIsNotFound() {
        assertThatThrownBy(() -> history(new UUID(0, 0)))
                .isInstanceOfSatisfying(
                        ServiceFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void anEventThatCannotBeStoredFailsAloneAndNotTheBatchItIsIn() throws Exception {
        List<Future<List<Appended>>> appends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String site = i == 10 ? "NUL \0 cannot be stored" : "HEL1";
            appends.add(stores.append(0, Events.problemAt("poison-" + i, site, Severity.HIGH)));
        }
        Future.join(appends).otherwiseEmpty().await(10, TimeUnit.SECONDS);

        assertThat(appends).filteredOn(Future::failed).containsExactly(appends.get(10));
        assertThat(appends.get(10).cause())
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST));
    }

    @Test
    void aFullFunnelSaysBusyAtOnceAndStoresWhatItTook() throws Exception {
        List<Future<List<Appended>>> appends = IntStream.range(0, 40)
                .mapToObj(i -> stores.append(0, busyAppend(i)))
                .toList();
        Future.join(appends).otherwiseEmpty().await(20, TimeUnit.SECONDS);

        assertThat(appends)
                .filteredOn(Future::failed)
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f.cause())
                        .isInstanceOfSatisfying(
                                ServiceFailure.class,
                                busy -> assertThat(busy.kind()).isEqualTo(Kind.BUSY)));
        long stored = stores.feed(0).stream()
                .filter(event -> event.json().toString().contains("\"sourceId\":\"busy-"))
                .count();
        assertThat(stored)
                .isEqualTo(150L * appends.stream().filter(Future::succeeded).count());
    }

    private static NewEvent[] busyAppend(int round) {
        return IntStream.range(0, 150)
                .mapToObj(i -> Events.problem("busy-" + round + "-" + i))
                .toArray(NewEvent[]::new);
    }

    private List<String> history(UUID id) throws Exception {
        return stores.bus(0)
                .call(StoreRoutes.ALERT, new AlertById(id, Sites.ALL))
                .await(10, TimeUnit.SECONDS)
                .events();
    }

    private AlertPage alerts(AlertQuery query) throws Exception {
        return stores.bus(0).call(StoreRoutes.ALERTS, query).await(10, TimeUnit.SECONDS);
    }
}
