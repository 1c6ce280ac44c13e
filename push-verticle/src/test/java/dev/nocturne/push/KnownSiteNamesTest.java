package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.KnownSites;
import dev.nocturne.model.Sites;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class KnownSiteNamesTest {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<String> stored = new CopyOnWriteArrayList<>(List.of("HEL1"));
    private final List<Long> questions = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private KnownSiteNames names;

    @BeforeEach
    void begin(Vertx fresh) {
        vertx = fresh;
        Bus.registerCodecs(vertx);
        names = new KnownSiteNames(vertx, Map.of("Tanzania", List.of("Serengeti")));
    }

    private void startStore() throws Exception {
        new Bus(vertx)
                .serve(StoreRoutes.SITES, query -> {
                    questions.add(System.nanoTime());
                    return Future.succeededFuture(new KnownSites(List.copyOf(stored), true));
                })
                .completion()
                .await(5, SECONDS);
    }

    @Test
    void aStoreThatIsNotThereYetIsAskedAgainSoon() throws Exception {
        names.start();
        assertThat(unknown("HELL1")).isEmpty();

        startStore();

        await().atMost(5, SECONDS).until(() -> !unknown("HELL1").isEmpty());
        assertThat(unknown("HELL1", "HEL1", "Serengeti")).containsExactly("HELL1");
    }

    @Test
    void aSiteThatAClientAsksForIsLookedForAtOnceAndKnownFromThenOn() throws Exception {
        startStore();
        names.start();
        await().atMost(5, SECONDS).until(() -> !unknown("HELL1").isEmpty());
        stored.add("OSL1");

        unknown("OSL1");

        await().atMost(3, SECONDS).until(() -> unknown("OSL1").isEmpty());
    }

    @Test
    void aSiteThatAnEventNamesIsKnownAtOnceAndNobodyIsAskedForIt() throws Exception {
        startStore();
        names.start();
        await().atMost(5, SECONDS).until(() -> !unknown("HELL1").isEmpty());
        await().atMost(5, SECONDS).until(() -> questions.size() == 2);

        names.add(List.of("STO2"));

        assertThat(names.within(Sites.ALL)).contains("STO2");
        await().during(PAUSE.multipliedBy(2)).atMost(5, SECONDS).until(() -> questions.size() == 2);
    }

    @Test
    void theStoreIsAskedAtMostOnceASecondHoweverManySitesAreNotKnown() throws Exception {
        startStore();
        names.start();
        List<String> added = new ArrayList<>();

        await().atMost(10, SECONDS).until(() -> {
            String site = "site " + added.size();
            added.add(site);
            names.add(List.of(site));
            unknown("HELL" + added.size());
            return questions.size() >= 4;
        });

        assertThat(names.within(Sites.ALL)).containsAll(added);
        assertThat(added).hasSizeGreaterThan(4);
        assertThat(Duration.ofNanos(questions.get(3) - questions.get(0)))
                .isGreaterThan(PAUSE.multipliedBy(5).dividedBy(2));
    }

    @Test
    void whatIsKnownIsNotAskedFor() throws Exception {
        startStore();
        names.start();
        await().atMost(5, SECONDS).until(() -> !unknown("HELL1").isEmpty());
        await().atMost(5, SECONDS).until(() -> questions.size() == 2);

        await().during(PAUSE.multipliedBy(2)).atMost(5, SECONDS).until(() -> {
            names.add(List.of("HEL1", "Serengeti"));
            return unknown("HEL1", "Serengeti").isEmpty() && questions.size() == 2;
        });
    }

    private List<String> unknown(String... asked) {
        return names.unknown(new Sites(false, Set.of(asked)));
    }
}
