package dev.nocturne.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.bus.NodeStatus;
import dev.nocturne.bus.NodeStatus.RoleStatus;
import dev.nocturne.push.Hop.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HopsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Hops hops = new Hops(0);

    @Test
    void aYoungNodeDoesNotKnowAndAnOlderOneThatHeardNobodyDoes() {
        assertThat(hops.look(5 * SECOND)).isFalse();
        assertThat(states()).containsExactly(State.UNKNOWN, State.UNKNOWN);

        assertThat(hops.look(6 * SECOND)).isTrue();
        assertThat(states()).containsExactly(State.GONE, State.GONE);
    }

    @Test
    void oneNodeThatWorksIsEnough() {
        assertThat(heard("a", 0, false, "store: away")).isTrue();
        assertThat(state("ingest")).isEqualTo(State.FAILING);
        assertThat(hops.all().get(0).detail()).isEqualTo("store: away");

        assertThat(heard("b", 0, true, "")).isTrue();
        assertThat(state("ingest")).isEqualTo(State.UP);
        assertThat(hops.all().get(0).detail()).isNull();
        assertThat(heard("b", SECOND, true, "")).isFalse();
    }

    @Test
    void aNodeThatFallsSilentIsGoneAfterSixSeconds() {
        heard("a", 10 * SECOND, true, "");

        assertThat(hops.look(15 * SECOND)).isFalse();
        assertThat(hops.look(17 * SECOND)).isTrue();
        assertThat(state("ingest")).isEqualTo(State.GONE);

        assertThat(heard("a2", 18 * SECOND, true, "")).isTrue();
        assertThat(state("ingest")).isEqualTo(State.UP);
    }

    @Test
    void anotherReasonIsTold() {
        heard("a", 0, false, "database: disk full");

        assertThat(heard("a", SECOND, false, "database: read-only")).isTrue();
        assertThat(hops.all().get(0).detail()).isEqualTo("database: read-only");
    }

    @Test
    void aReasonThatOnlyCountsOnIsNotToldAgainAndIsKept() {
        heard("a", 0, false, "store: no answer for 5 s");

        assertThat(heard("a", SECOND, false, "store: no answer for 6 s")).isFalse();
        assertThat(heard("a", 2 * SECOND, false, "store: no answer for 10 s")).isFalse();
        assertThat(hops.all().get(0).detail()).isEqualTo("store: no answer for 10 s");
        assertThat(heard("a", 3 * SECOND, false, "store: not running")).isTrue();
    }

    @Test
    void onlyAFailingStoreMakesTheFeedUntrustworthy() {
        heard("a", 0, false, "x");
        assertThat(hops.isStoreFailing()).isFalse();

        hops.heard(status("s", "store", false, "database: read-only"), 0);

        assertThat(hops.isStoreFailing()).isTrue();
    }

    private boolean heard(String id, long now, boolean ready, String detail) {
        return hops.heard(status(id, "ingest", ready, detail), now);
    }

    private static NodeStatus status(String id, String role, boolean ready, String detail) {
        return new NodeStatus(id, id, "1", Instant.EPOCH, List.of(new RoleStatus(role, ready, detail)));
    }

    private State state(String role) {
        return hops.all().stream()
                .filter(hop -> hop.role().equals(role))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private List<State> states() {
        return hops.all().stream().map(Hop::state).toList();
    }
}
