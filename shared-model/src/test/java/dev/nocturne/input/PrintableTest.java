package dev.nocturne.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void nothingOfAStrangerEndsALineOrTurnsIt() {
        assertThat(Printable.line("a\r\nWARN b\u001b[2J\u202e\u2028\u0085é", 100))
                .isEqualTo("a\\u000d\\u000aWARN b\\u001b[2J\\u202e\\u2028\\u0085é");
    }

    @Test
    void whatIsLongIsCut() {
        assertThat(Printable.line("x".repeat(1_000), 10)).isEqualTo("xxxxxxxxxx...");
        assertThat(Printable.line("\n".repeat(1_000), 10)).isEqualTo("\\u000a...");
    }
}
