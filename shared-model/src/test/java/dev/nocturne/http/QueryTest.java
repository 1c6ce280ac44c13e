package dev.nocturne.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
    private static final List<String> KNOWN = List.of("site", "limit", "before");

    @Test
    void octetsOfUtf8MayBeEscapedOrNot() {
        String raw = new String("site=São&site=日本".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(query(raw).all("site")).containsExactly("São", "日本");
        assertThat(query("site=S%C3%A3o&site=%f0%9f%a6%92").all("site")).containsExactly("São", "🦒");
    }

    @Test
    void itIsReadAsAForm() {
        assertThat(query("&site=a+b&&site=a%2Bb&site=a;b&site&site=a=b&s%69te=c&")
                        .all("site"))
                .containsExactly("a b", "a+b", "a;b", "", "a=b", "c");
        assertThat(query(null).all("site")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "site=%        | site  | holds a % that no two hexadecimal digits follow",
                "site=%zz      | site  | holds a % that no two hexadecimal digits follow",
                "site=%C3      | site  | is not UTF-8",
                "site=%c0%af   | site  | is not UTF-8",
                "site=%ED%A0%80| site  | is not UTF-8",
                "site=S\u00e3o | site  | is not UTF-8",
                "site=%00      | site  | holds a NUL character",
                "sorce=a       | sorce | is not a parameter; known are site, limit, before",
                "Site=a        | Site  | is not a parameter; known are site, limit, before",
                "%zz=a         | %zz   | holds a % that no two hexadecimal digits follow",
                "=a            | ''    | is not a parameter; known are site, limit, before",
                "%0a=a         | \\u000a | is not a parameter; known are site, limit, before",
            })
    void whatCannotBeReadIsNamed(String text, String name, String detail) {
        assertThat(errors(query(text))).containsExactly(new FieldError(name, detail));
    }

    @ParameterizedTest
    @CsvSource({"0", "501", "-1", "+5", "5.0", "0x5", "٣", "５", "99999999999999999999", "9223372036854775808", "''"})
    void aNumberHasAsciiDigitsAndItsRange(String text) {
        String octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Query query = query("limit=" + octets.replace("+", "%2B"));

        assertThat(query.number("limit", 1, 500, 100)).isEqualTo(100);
        assertThat(errors(query)).containsExactly(new FieldError("limit", "must be a whole number from 1 to 500"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        Query query = query("limit=0&before=x&site=a&site=b&x=1");
        long limit = query.number("limit", 1, 500, 100);
        var before = query.uuid("before");
        String site = query.one("site");

        assertThat(limit).isEqualTo(100);
        assertThat(before).isNull();
        assertThat(site).isNull();
        assertThat(errors(query)).extracting(FieldError::field).containsExactly("x", "limit", "before", "site");
    }

    @Test
    void soManyErrorsAreToldAndNoMore() {
        assertThat(errors(query("x=1&".repeat(1_000)))).hasSize(Limits.ERRORS);
    }

    private static Query query(@Nullable String text) {
        return new Query(text, KNOWN);
    }

    private static List<FieldError> errors(Query query) {
        return catchThrowableOfType(InvalidInput.class, query::check).errors();
    }
}
