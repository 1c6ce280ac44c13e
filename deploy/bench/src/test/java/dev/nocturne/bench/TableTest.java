package dev.nocturne.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("what", "p50").row("a frame", "1.00 ms").row("b", "2");

        assertThat(table).hasToString("""
                | what    |     p50 |
                |:--------|--------:|
                | a frame | 1.00 ms |
                | b       |       2 |
                """);
    }

    @Test
    void rowOfAnotherWidthIsRefused() {
        Table table = new Table("what", "p50");

        assertThatThrownBy(() -> table.row("a frame")).hasMessageContaining("2 cells");
    }

    @Test
    void medianOfAnEvenNumberLiesBetween() {
        assertThat(Figure.median(9, 1, 2, 4)).isEqualTo(3);
        assertThat(Figure.median(9, 1, 2)).isEqualTo(2);
    }
}
