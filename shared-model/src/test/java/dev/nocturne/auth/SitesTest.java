package dev.nocturne.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.model.Sites;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SitesTest {
    private static final Map<String, List<String>> GROUPS = Map.of("Tanzania", List.of("Kilimanjaro", "Serengeti"));

    @Test
    void absentIsNoneAndAStarIsAll() {
        assertThat(Sites.of(List.of(), GROUPS)).isEqualTo(Sites.NONE);
        assertThat(Sites.NONE.allows("")).isFalse();
        assertThat(Sites.NONE.isNone()).isTrue();
        assertThat(Sites.of(List.of("a", "*"), GROUPS)).isEqualTo(Sites.ALL);
        assertThat(Sites.ALL.allows("anything")).isTrue();
    }

    @Test
    void aGroupStandsForItsSites() {
        Sites sites = Sites.of(List.of("Tanzania", "HEL1"), GROUPS);

        assertThat(sites.names()).containsExactlyInAnyOrder("Kilimanjaro", "Serengeti", "HEL1");
        assertThat(sites.allows("Tanzania")).isFalse();
    }

    /** An empty intersection must never be mistaken for "no filter". */
    @Test
    void whatIsAskedBeyondWhatIsAllowedIsNothing() {
        Sites allowed = Sites.of(List.of("a", "b"), GROUPS);

        assertThat(allowed.and(Sites.of(List.of("b", "c"), GROUPS)).names()).containsExactly("b");
        assertThat(allowed.and(Sites.of(List.of("c"), GROUPS))).isEqualTo(Sites.NONE);
        assertThat(allowed.and(Sites.ALL)).isEqualTo(allowed);
        assertThat(Sites.ALL.and(allowed)).isEqualTo(allowed);
        assertThat(Sites.NONE.and(Sites.ALL)).isEqualTo(Sites.NONE);
        assertThat(new Access("x", java.util.Set.of(), allowed, java.time.Instant.MAX).visible(Sites.ALL))
                .isEqualTo(allowed);
    }
}
