package dev.nocturne.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nocturne.http.Query;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.Severity;
import dev.nocturne.model.Sites;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeTest {
    private static final Map<String, List<String>> GROUPS = Map.of("Tanzania", List.of("Kilimanjaro", "Serengeti"));
    private static final UUID EPOCH = new UUID(1, 2);

    @Test
    void aMessageIsReadWhole() {
        assertThat(message("{\"subscribe\":[\"Tanzania\"],\"severity\":\"warning\",\"since\":1041,\"epoch\":\"" + EPOCH
                        + "\"}"))
                .isEqualTo(new Subscribe(
                        new Filter(new Sites(false, Set.of("Kilimanjaro", "Serengeti")), Severity.WARNING),
                        1041L,
                        EPOCH,
                        null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"*\"", "[\"*\"]"})
    void emptyAndStarMeanAll(String sites) {
        assertThat(message("{\"subscribe\":" + sites + "}")).isEqualTo(new Subscribe(Filter.ALL, null, null, null));
    }

    @Test
    void aSingleSiteNeedsNoArray() {
        assertThat(message("{\"subscribe\":\"Mara\"}").filter().sites().names()).containsExactly("Mara");
    }

    @Test
    void sinceMayBeZeroAndNullIsAbsent() {
        assertThat(message("{\"subscribe\":[],\"since\":0}").since()).isZero();
        assertThat(message("{\"subscribe\":[],\"since\":null,\"severity\":null,\"epoch\":null}"))
                .isEqualTo(new Subscribe(Filter.ALL, null, null, null));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{}                                    | subscribe",
                "[]                                    | subscribe",
                "hello                                 | not JSON",
                "''                                    | empty",
                "{\"severity\":\"high\"}               | subscribe",
                "{\"subscribe\":null}                  | subscribe",
                "{\"subscribe\":7}                     | subscribe",
                "{\"subscribe\":{}}                    | subscribe",
                "{\"subscribe\":{\"a\":\"b\"}}         | subscribe",
                "{\"subscribe\":[7]}                   | subscribe",
                "{\"subscribe\":[null]}                | subscribe",
                "{\"subscribe\":[\"\"]}                | site",
                "{\"subscribe\":[],\"severity\":\"x\"} | severity",
                "{\"subscribe\":[],\"severity\":[4]}   | severity",
                "{\"subscribe\":[],\"since\":-1}       | since",
                "{\"subscribe\":[],\"since\":1.5}      | since",
                "{\"subscribe\":[],\"since\":\"5\"}    | since",
                "{\"subscribe\":[],\"since\":99999999999999999999} | since",
                "{\"subscribe\":[],\"epoch\":\"x\"}    | epoch",
                "{\"subscribe\":[],\"sinse\":5}        | sinse"
            })
    void aBadMessageIsRefusedByName(String text, String named) {
        assertThatThrownBy(() -> message(text)).isInstanceOf(InvalidInput.class).hasMessageContaining(named);
    }

    @Test
    void aQueryIsReadWhole() {
        assertThat(query("site=Tanzania&site=Mara&severity=4&since=7&epoch=" + EPOCH))
                .isEqualTo(new Subscribe(
                        new Filter(new Sites(false, Set.of("Kilimanjaro", "Serengeti", "Mara")), Severity.HIGH),
                        7L,
                        EPOCH,
                        null));
    }

    @Test
    void anEmptyQueryMeansAllFromNowOn() {
        assertThat(query(null)).isEqualTo(new Subscribe(Filter.ALL, null, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "since, -1",
        "since, x",
        "since, ''",
        "since, 9223372036854775808",
        "since, 1.0",
        "severity, x",
        "site, ''",
        "epoch, 1-2-3-4-5",
        "epoch, x",
        "sites, Mara",
        "Severity, high"
    })
    void aBadQueryIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> query(name + "=" + value))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"since", "severity", "epoch"})
    void whatCanBeGivenOnceIsRefusedWhenGivenTwice(String name) {
        assertThatThrownBy(() -> query(name + "=1&" + name + "=1"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(name);
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        assertThat(fields(() ->
                        message("{\"subscribe\":[7],\"severity\":\"x\",\"since\":-1,\"epoch\":\"x\",\"sinse\":5}")))
                .containsExactlyInAnyOrder("subscribe", "severity", "since", "epoch", "sinse");
        assertThat(fields(() -> query("site=&severity=x&since=-1&epoch=x&sinse=5&limit=%zz")))
                .containsExactlyInAnyOrder("site", "severity", "since", "epoch", "sinse", "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\ud800"})
    void aSiteThatIsNoTextIsRefused(String site) {
        assertThat(fields(() -> message("{\"subscribe\":[\"" + site + "\"]}"))).containsExactly("site");
    }

    private static List<String> fields(ThrowingCallable parsing) {
        return catchThrowableOfType(InvalidInput.class, parsing).errors().stream()
                .map(FieldError::field)
                .toList();
    }

    private static Subscribe message(String text) {
        return Subscribe.parse(text, GROUPS);
    }

    private static Subscribe query(@Nullable String query) {
        return Subscribe.parse(new Query(query, Subscribe.PARAMETERS), GROUPS);
    }

    @Test
    void aBeatIsTakenFromTheQueryAndFromAMessageInSeconds() {
        assertThat(query("beat=2").beat()).isEqualTo(Duration.ofSeconds(2));
        assertThat(query("site=A").beat()).isNull();
        assertThat(message("{\"subscribe\":[],\"beat\":30}").beat()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> message("{\"subscribe\":[],\"beat\":31}")).hasMessageContaining("beat");
        assertThatThrownBy(() -> query("beat=1")).hasMessageContaining("beat");
    }
}
