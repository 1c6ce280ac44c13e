package dev.nocturne.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.EventKind;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.model.Severity;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Map<String, List<String>> GROUPS = Map.of("Tanzania", List.of("Kilimanjaro", "Serengeti"));

    @ParameterizedTest
    @EnumSource
    void aLeastSeverityLetsItselfAndWorseThrough(Severity severity) {
        Filter filter = Filter.of(List.of(), "average", GROUPS);

        assertThat(filter.matches(event("A", severity))).isEqualTo(severity.code() >= 3);
    }

    @Test
    void onlyTheNamedSitesPass() {
        Filter filter = Filter.of(List.of("Kilimanjaro", "Mara"), null, GROUPS);

        assertThat(filter.matches(event("Kilimanjaro", Severity.UNCLASSIFIED))).isTrue();
        assertThat(filter.matches(event("Mara", Severity.UNCLASSIFIED))).isTrue();
        assertThat(filter.matches(event("Serengeti", Severity.CRITICAL))).isFalse();
        assertThat(filter.matches(event("kilimanjaro", Severity.CRITICAL))).isFalse();
    }

    @Test
    void siteAndSeverityMustBothFit() {
        Filter filter = Filter.of(List.of("Mara"), "5", GROUPS);

        assertThat(filter.matches(event("Mara", Severity.CRITICAL))).isTrue();
        assertThat(filter.matches(event("Mara", Severity.HIGH))).isFalse();
        assertThat(filter.matches(event("Other", Severity.CRITICAL))).isFalse();
    }

    @Test
    void aGroupStandsForItsSites() {
        assertThat(Filter.of(List.of("Tanzania", "Mara"), null, GROUPS).sites().names())
                .containsExactlyInAnyOrder("Kilimanjaro", "Serengeti", "Mara");
    }

    @Test
    void anAbsentListAndAStarMeanAll() {
        assertThat(Filter.of(List.of(), null, GROUPS)).isEqualTo(Filter.ALL);
        assertThat(Filter.of(List.of("Mara", "*"), null, GROUPS)).isEqualTo(Filter.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void aBlankSiteIsRefused(String site) {
        assertThat(refused(List.of("A", site), null)).isEqualTo("site");
    }

    @Test
    void tooLongAndTooManySitesAreRefused() {
        assertThat(refused(List.of("x".repeat(129)), null)).isEqualTo("site");
        assertThat(refused(IntStream.range(0, 1_001).mapToObj(i -> "s" + i).toList(), null))
                .isEqualTo("site");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fatal", "6", "-1"})
    void anUnknownSeverityIsRefused(String severity) {
        assertThat(refused(List.of(), severity)).isEqualTo("severity");
    }

    private static String refused(List<String> sites, @Nullable String severity) {
        InvalidInput refusal = catchThrowableOfType(InvalidInput.class, () -> Filter.of(sites, severity, GROUPS));
        return refusal.errors().stream().map(FieldError::field).findFirst().orElseThrow();
    }

    private static FeedEvent event(String site, Severity severity) {
        return new FeedEvent(1, EventKind.CREATED.code(), severity, List.of(site), Buffer.buffer("{}"));
    }
}
