package dev.nocturne.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderListTest {
    private static final String STREAM = "text/event-stream";

    @ParameterizedTest
    @MethodSource
    void elementsStandBetweenCommasOnAnyNumberOfLines(List<String> lines, List<String> elements) {
        assertThat(HeaderList.elements(headers("x", lines), "x")).isEqualTo(elements);
    }

    static Stream<Arguments> elementsStandBetweenCommasOnAnyNumberOfLines() {
        return Stream.of(
                Arguments.of(List.of(), List.of()),
                Arguments.of(List.of(""), List.of()),
                Arguments.of(List.of("a"), List.of("a")),
                Arguments.of(List.of(" , a ,,\tb"), List.of("a", "b")),
                Arguments.of(List.of("a, b", "c"), List.of("a", "b", "c")),
                Arguments.of(List.of("a;x=\"1,2\", b"), List.of("a;x=\"1,2\"", "b")),
                Arguments.of(List.of("a;x=\"1\\\",2\", b"), List.of("a;x=\"1\\\",2\"", "b")),
                Arguments.of(List.of("a;x=\"1, b"), List.of("a;x=\"1, b")));
    }

    @Test
    void aTokenIsFoundInAnyCaseAndOnlyWhole() {
        MultiMap headers = headers("connection", List.of("keep-alive", "UPGRADE, te"));

        assertThat(HeaderList.has(headers, "Connection", "upgrade")).isTrue();
        assertThat(HeaderList.has(headers, "Connection", "up")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | true",
                "text/event-stream                         | true",
                "TEXT/Event-Stream                         | true",
                "text/*                                    | true",
                "*/*                                       | true",
                "application/json, text/event-stream;q=0.1 | true",
                "text/event-stream; charset=utf-8; q=1.000 | true",
                "text/event-stream;q=0                     | false",
                "text/event-stream;Q=0.000, */*            | false",
                "*/*;q=0, text/event-stream                | true",
                "text/*;q=0, */*                           | false",
                "text/html                                 | false",
                "text/event-streams                        | false",
                "x-text/event-stream                       | false",
                "text/event-stream;q=x                     | true"
            })
    void theMostExactRangeDecidesWhetherATypeIsTaken(String accept, boolean taken) {
        assertThat(HeaderList.accepts(headers("accept", accept.isEmpty() ? List.of() : List.of(accept)), STREAM))
                .isEqualTo(taken);
    }

    @Test
    void rangesMayStandOnSeveralLines() {
        assertThat(HeaderList.accepts(headers("accept", List.of("text/html", STREAM)), STREAM))
                .isTrue();
    }

    private static MultiMap headers(String name, List<String> lines) {
        return HttpHeaders.headers().add(name, lines);
    }
}
