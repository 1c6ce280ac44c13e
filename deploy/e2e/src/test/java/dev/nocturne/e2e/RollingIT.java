package dev.nocturne.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade of the push nodes, one after another, while alerts come in and screens watch. */
class RollingIT {
    private static final List<String> PUSH = List.of("push-a", "push-b", "push-c");
    /** With eight webhooks some 20 bodies a second. */
    private static final Duration PAUSE = Duration.ofMillis(380);

    @TempDir
    static Path dir;

    private static Lab lab;

    @BeforeAll
    static void open() {
        List<String> nodes = new ArrayList<>(List.of("store-a", "ingest-a"));
        nodes.addAll(PUSH);
        lab = Lab.onLoopback(dir, dir.resolve("data"), nodes, Map.of("push.drain", "2s"));
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void noScreenLosesAnythingOrSeesItTwiceWhileEachPushNodeIsRestarted() throws Exception {
        Trial.Load load = (source, ingest) -> new Traffic(source, ingest, PAUSE, new RealBodies());
        try (Trial trial = new Trial(lab, "three push nodes restarted in turn", load, RollingIT::nineScreens)) {
            trial.run(() -> {}, () -> {
                for (String push : PUSH) {
                    assertThat(lab.cluster().node(push).stop()).isZero();
                    lab.cluster().start(push);
                }
            });

            assertThat(trial.traffic().givenUp()).isZero();
            assertThat(trial.watchers())
                    .allSatisfy(watcher ->
                            assertThat(watcher.ends()).isNotEmpty().isSubsetOf(1012, EventStreamScreen.ENDED));
        }
    }

    /** Of each kind one that begins at each node and goes round, and one that waits for its node to come back. */
    private static List<Watcher> nineScreens(List<URI> push, long since, String epoch) {
        List<Watcher> screens = new ArrayList<>();
        for (int i = 0; i < push.size(); i++) {
            List<URI> round = new ArrayList<>(push);
            Collections.rotate(round, -i);
            screens.add(Watcher.webSocket(round, since, epoch));
            screens.add(Watcher.eventStream(round, since, epoch));
            screens.add(
                    i == 0
                            ? Watcher.eventStream(List.of(push.get(i)), since, epoch)
                            : Watcher.webSocket(List.of(push.get(i)), since, epoch));
        }
        return screens;
    }
}
