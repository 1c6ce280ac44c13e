package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.store.StartChecks.Facts;
import org.junit.jupiter.api.Test;

/** What no server at hand is like. */
class StartChecksTest {
    private static final Facts GOOD = facts(14, "14.1", "UTF8", "on", "on");

    @Test
    void nothingIsWrongWithTheOldestVersionThatIsPromised() {
        assertThat(StartChecks.problems(GOOD)).isEmpty();
    }

    @Test
    void anOlderVersionIsNamedWithTheOldest() {
        assertThat(StartChecks.problems(facts(13, "13.14 (Debian 13.14-1)", "UTF8", "on", "on")))
                .containsExactly("it is PostgreSQL 13.14 (Debian 13.14-1), and 14 is the oldest that can be used");
    }

    @Test
    void aServerThatCouldLoseAlertsIsRefused() {
        assertThat(StartChecks.problems(facts(18, "18.6", "UTF8", "off", "on")))
                .singleElement()
                .asString()
                .contains("fsync");
        assertThat(StartChecks.problems(facts(18, "18.6", "UTF8", "on", "off")))
                .singleElement()
                .asString()
                .contains("full_page_writes");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(StartChecks.problems(new Facts(13, "13.1", "LATIN1", "off", "off", "noc", null, false, "alerts")))
                .hasSize(5);
    }

    private static Facts facts(int major, String version, String encoding, String fsync, String fullPageWrites) {
        return new Facts(major, version, encoding, fsync, fullPageWrites, "noc", "public", true, null);
    }
}
