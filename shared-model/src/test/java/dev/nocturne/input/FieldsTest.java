package dev.nocturne.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.input.InvalidInput.FieldError;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":}",
                "{\"a\":1}}",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "[1,]",
                "NaN",
                "{\"a\":01}",
                "// c\n{}",
                "{\"a\":\"\u0001\"}",
                "\uFEFF"
            })
    void whatIsNotExactlyOneJsonValueIsRefused(String body) {
        assertThatThrownBy(() -> Fields.parse(Buffer.buffer(body))).isInstanceOf(InvalidInput.class);
    }

    @Test
    void aSyntaxErrorIsToldWithItsPlace() {
        assertThatThrownBy(() -> Fields.parse(Buffer.buffer("{\"a\":1,\n \"b\":x}")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("column");
    }

    @Test
    void theSourceOfAnErrorIsNotShown() {
        assertThatThrownBy(() -> Fields.parse(Buffer.buffer("{\"password\":\"secret\"")))
                .message()
                .endsWith("expected close marker for Object");
        assertThatThrownBy(() -> Fields.parse(Buffer.buffer("{\"password\":\"secret\" x}")))
                .message()
                .doesNotContain("secret")
                .doesNotContain("Source:")
                .doesNotContain("com.fasterxml");
    }

    @Test
    void aSecondValueIsToldWithoutNamesOfWhatReadIt() {
        assertThatThrownBy(() -> Fields.parse(Buffer.buffer("{} {}")))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("not one JSON value: more follows at line 1, column 4");
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThatThrownBy(() -> Fields.parse(Buffer.buffer("[".repeat(100_000))))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("depth");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFF, 0xC0, 0x80, 0xED})
    void bytesThatAreNotUtf8AreRefused(int octet) {
        Buffer body = Buffer.buffer("{\"a\":\"x").appendByte((byte) octet).appendString("y\"}");

        assertThatThrownBy(() -> Fields.parse(body)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void everythingThatIsWrongIsReportedAtOnceUnderItsPrefix() {
        Fields fields = new Fields(object("{\"a\":[1],\"b\":\"long\",\"c\":\"\\u0000\"}"), "[7].", text -> text);

        fields.required("a", 9);
        fields.required("b", 3);
        fields.optional("c", 9);
        fields.required("d", 9);

        assertThat(errors(fields))
                .containsExactly(
                        new FieldError("[7].a", "must be a string, was array"),
                        new FieldError("[7].b", "has 4 characters, at most 3 are taken"),
                        new FieldError("[7].c", "holds a NUL character"),
                        new FieldError("[7].d", "is missing"));
    }

    @Test
    void lengthsCountCodePoints() {
        Fields fields = new Fields(object("{\"a\":\"🦒🦒🦒\"}"), "", text -> text);

        assertThat(fields.required("a", 3)).isEqualTo("🦒🦒🦒");
        assertThatCode(fields::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "a\\udc00b", "\\udc00\\ud800"})
    void aLoneSurrogateIsRefused(String text) {
        Fields fields = new Fields(object("{\"a\":\"" + text + "\"}"), "", same -> same);

        fields.optional("a", 9);

        assertThat(errors(fields))
                .singleElement()
                .satisfies(error -> assertThat(error.detail()).contains("lone surrogate"));
    }

    @Test
    void aValueThatItsSenderDidNotReplaceIsShown() {
        Fields fields = new Fields(object("{\"a\":\"{EVENT.ID}\"}"), "", text -> null);

        fields.required("a", 9);

        assertThat(errors(fields))
                .containsExactly(new FieldError("a", "has no value: \"{EVENT.ID}\" was not replaced by its sender"));
    }

    private static Iterable<FieldError> errors(Fields fields) {
        return catchThrowableOfType(InvalidInput.class, fields::check).errors();
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Fields.parse(Buffer.buffer(json));
    }
}
