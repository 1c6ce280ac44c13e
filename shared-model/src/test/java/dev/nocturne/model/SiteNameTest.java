package dev.nocturne.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.PlainAlert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteNameTest {
    private static final String SEEN = "Jyv\u00e4skyl\u00e4 1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Jyv\u00e4skyl\u00e4 1",
                "Jyva\u0308skyla\u0308 1",
                "\u00a0Jyv\u00e4skyl\u00e4\u00a01\u2003",
                "Jyv\u00e4skyl\u00e4\t \u30001\r\n",
                "\ufeffJyv\u00e4\u00adskyl\u00e4 \u200b\u20601\u200b",
                "Jyva\u200b\u0308skyla\u0308 \u200b 1"
            })
    void namesThatLookTheSameAreOneSiteForFiltersTokensGroupsAndEvents(String name) {
        assertThat(SiteName.of(name)).isEqualTo(SEEN);
        assertThat(Location.of(name).sites()).containsExactly(SEEN);
        assertThat(Sites.of(List.of(name), Map.of()).allows(SEEN)).isTrue();
        assertThat(Sites.of(List.of(name), SiteName.groups(Map.of(SEEN, List.of("A"))))
                        .names())
                .containsExactly("A");
        assertThat(SiteName.groups(Map.of(name, List.of(SEEN, name)))).isEqualTo(Map.of(SEEN, List.of(SEEN)));
    }

    @Test
    void aPlainNameIsKept() {
        assertThat(List.of("HEL1", "St. John's", "a b", ""))
                .allMatch(name -> SiteName.of(name).equals(name));
        assertThat(SiteName.of(" a  b ")).isEqualTo("a b");
    }

    @Test
    void whatOnlyLooksLikeAStarGrantsNothing() {
        assertThat(Sites.of(List.of("*\u200b", "*\u00a0"), Map.of())).isEqualTo(Sites.NONE);
        assertThat(Sites.of(List.of("\u200b"), Map.of())).isEqualTo(Sites.NONE);
    }

    @Test
    void aNameOfWhichNothingCanBeSeenIsNone() {
        assertThat(Location.of("\u200b").site()).isEqualTo(Location.NO_SITE);
        assertThat(alert("\u200b").warnings()).contains("The alert names no site.");
    }

    @Test
    void anAlertSaysThatItsSiteWasWrittenInAnotherWay() {
        NewEvent event = alert("HEL1\u00a0");

        assertThat(event.snapshot().location().site()).isEqualTo("HEL1");
        assertThat(event.warnings()).singleElement().asString().contains("\"site\"", "\"HEL1\"", "white space");
        assertThat(alert(" HEL1 ").warnings()).isEmpty();
        assertThat(alert("a\u0308".repeat(128)).snapshot().location().site()).isEqualTo("\u00e4".repeat(128));
    }

    private static NewEvent alert(String site) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("site", site).put("severity", "info").put("message", "m");
        return PlainAlert.parse(body, "", "api", Instant.EPOCH);
    }
}
