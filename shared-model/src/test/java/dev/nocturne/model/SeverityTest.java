package dev.nocturne.model;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeverityTest {
    @ParameterizedTest
    @CsvSource({
        "0, UNCLASSIFIED",
        "1, INFO",
        "2, WARNING",
        "3, AVERAGE",
        "4, HIGH",
        "5, CRITICAL",
        "Not classified, UNCLASSIFIED",
        "Information, INFO",
        "Warning, WARNING",
        "Average, AVERAGE",
        "High, HIGH",
        "Disaster, CRITICAL",
        "none, UNCLASSIFIED",
        "page, CRITICAL",
        "error, HIGH",
        "err, HIGH",
        "crit, CRITICAL",
        "emerg, CRITICAL",
        "alert, CRITICAL",
        "notice, INFO",
        "debug, INFO",
        "warn, WARNING",
        "minor, AVERAGE",
        "major, HIGH"
    })
    void namesAndNumbersOfEverySourceAreUnderstood(String text, Severity severity) {
        assertThat(Severity.parse(text)).contains(severity);
    }

    @ParameterizedTest
    @EnumSource
    void ownNamesAreUnderstoodInAnyCaseAndWithSpaceAround(Severity severity) {
        assertThat(Severity.parse(severity.wire())).contains(severity);
        assertThat(Severity.parse("  " + severity.name() + "\n")).contains(severity);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "6", "-1", "05", "1.0", "fatal", "hi gh", "{EVENT.SEVERITY}", "\u0000", "crítical"})
    void anythingElseIsNotGuessed(String text) {
        assertThat(Severity.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void codesSurviveTheWayToTheDatabaseAndBack(Severity severity) {
        assertThat(Severity.nearest(severity.code())).isEqualTo(severity);
    }

    @Test
    void aHigherCodeIsWorse() {
        assertThat(Severity.values()).isSortedAccordingTo(comparingInt(Severity::code));
    }

    @Test
    void aCodeOfANewerNodeIsTheNearest() {
        assertThat(Severity.nearest(6)).isEqualTo(Severity.CRITICAL);
        assertThat(Severity.nearest(-1)).isEqualTo(Severity.UNCLASSIFIED);
    }
}
