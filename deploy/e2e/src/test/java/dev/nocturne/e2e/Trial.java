package dev.nocturne.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;

/**
 * One fault in the middle of traffic. Webhooks run, and screens watch from each push node; then something breaks, and
 * is mended; when all is quiet, what was promised and what was seen is compared with what is in the database.
 */
final class Trial implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AT_ONCE = Duration.ofMillis(150);
    private static final int PROBES = 8;
    private static final int ENOUGH = 50;

    private final Lab lab;
    private final String fault;
    private final String source;
    private final long before;
    private final Traffic traffic;
    private final List<Watcher> watchers;
    private String remark = "";
    private long mended;

    /** What a step does; it may wait. */
    interface Step {
        void run() throws Exception;
    }

    /** Who watches from which push nodes; each knows the feed up to a seq. */
    interface Audience {
        List<Watcher> of(List<URI> push, long since, String epoch);
    }

    /** Makes the traffic of a source to some ingest nodes. */
    interface Load {
        Traffic of(String source, List<URI> ingest);
    }

    /** Begins when the cluster is whole. */
    Trial(Lab lab, String fault) {
        this(lab, fault, Traffic::new, Trial::fourScreens);
    }

    Trial(Lab lab, String fault, Load load, Audience audience) {
        this.lab = lab;
        this.fault = fault;
        this.source = fault.replaceAll("[^A-Za-z0-9]+", "-");
        lab.cluster().complete();
        soon(() -> assertThat(lab.unready()).isEmpty());
        before = head();
        String epoch = lab.postgres().query("SELECT epoch FROM feed_head").get(0);
        watchers = audience.of(lab.cluster().push(), before, epoch);
        traffic = load.of(source, lab.cluster().ingest());
        awaitAcks(ENOUGH);
    }

    /** One that stays at each node, and two that change. */
    private static List<Watcher> fourScreens(List<URI> push, long since, String epoch) {
        URI a = push.get(0);
        URI b = push.get(1);
        return List.of(
                Watcher.webSocket(List.of(a), since, epoch),
                Watcher.webSocket(List.of(b), since, epoch),
                Watcher.webSocket(List.of(a, b), since, epoch),
                Watcher.webSocket(List.of(b, a), since, epoch));
    }

    Traffic traffic() {
        return traffic;
    }

    List<Watcher> watchers() {
        return watchers;
    }

    /** The screen that only knows this node. */
    Watcher watcher(String push) {
        return watchers.get(push.equals("push-a") ? 0 : 1);
    }

    void awaitAcks(int more) {
        int acked = traffic.acked();
        await().atMost(PATIENCE).until(() -> traffic.acked() >= acked + more);
    }

    /** Waits until posts are answered with 503 and no longer with 2xx, for a while. */
    void awaitRefusal() {
        int refused = traffic.refused();
        await().atMost(PATIENCE).until(() -> traffic.refused() >= refused + 10);
    }

    /** The fault goes on for so long. */
    static void keep(Duration duration) {
        try {
            MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says something about this trial in the table. */
    void remark(String text) {
        remark = text;
    }

    /**
     * Waits until alerts get to a screen of this node at once, as the bus wakes it up, and not only within the second
     * in which the node asks for itself.
     *
     * @return how long that took since mending began
     */
    Duration awaitWakeUps(String push) throws IOException {
        long began = System.nanoTime();
        int atOnce = 0;
        for (int probe = 0; atOnce < PROBES && System.nanoTime() - began < PATIENCE.toNanos(); probe++) {
            String alert = "{\"site\":\"s\",\"severity\":\"info\",\"message\":\"probe\",\"source\":\"" + source
                    + "-probe\",\"sourceId\":\"" + probe + "\"}";
            Http.Answer answer = Http.post(lab.cluster().ingest().get(1).resolve("/internal/alerts"), alert);
            long acked = System.nanoTime();
            long seq = answer.json().path("seq").asLong(Long.MAX_VALUE);
            Watcher watcher = watcher(push);
            while (watcher.last() < seq && System.nanoTime() - acked < AT_ONCE.toNanos()) {
                keep(Duration.ofMillis(5));
            }
            atOnce = watcher.last() >= seq ? atOnce + 1 : 0;
        }
        assertThat(atOnce).as("alerts that came at once").isEqualTo(PROBES);
        return sinceMended();
    }

    /** How long ago mending began. */
    Duration sinceMended() {
        return Duration.ofNanos(System.nanoTime() - mended);
    }

    void run(Step breaks, Step mends) throws Exception {
        run(breaks, mends, () -> {});
    }

    /**
     * Breaks, mends, and waits until everything works again; the result is in the table before it is judged.
     *
     * @param then what shall still be seen while traffic runs
     */
    void run(Step breaks, Step mends, Step then) throws Exception {
        breaks.run();
        mended = System.nanoTime();
        mends.run();
        awaitAcks(1);
        soon(() -> assertThat(lab.unready()).isEmpty());
        long head = head();
        await().atMost(PATIENCE).until(() -> watchers.stream().allMatch(watcher -> watcher.last() >= head));
        Duration healed = Duration.ofNanos(System.nanoTime() - mended);
        then.run();
        awaitAcks(ENOUGH);
        traffic.close();
        Outcome outcome = compare(healed);
        outcome.enter(fault, remark);
        assertThat(outcome.violations()).isEmpty();
    }

    private Outcome compare(Duration healed) {
        long head = head();
        await().atMost(PATIENCE).until(() -> watchers.stream().allMatch(watcher -> watcher.last() >= head));
        watchers.forEach(Watcher::close);
        Outcome outcome = new Outcome(traffic, healed);
        Comparison comparison =
                new Comparison(lab.postgres().query("SELECT body FROM alert_events ORDER BY seq"), outcome);
        comparison.withPromises(source, traffic.ledger());
        watchers.forEach(watcher -> comparison.withSeen(watcher, before, head));
        if (!Set.of(200, 201, 503).containsAll(traffic.statuses())) {
            outcome.other("answered " + traffic.statuses());
        }
        return outcome;
    }

    private long head() {
        return Long.parseLong(lab.postgres().query("SELECT seq FROM feed_head").get(0));
    }

    private static void soon(ThrowingRunnable holds) {
        await().atMost(PATIENCE).pollInterval(100, MILLISECONDS).untilAsserted(holds);
    }

    /** What the nodes said is kept beside the table. */
    @Override
    public void close() {
        traffic.close();
        watchers.forEach(Watcher::close);
        lab.cluster().keepOutput(Path.of("target", "faults", source + ".log"));
    }
}
