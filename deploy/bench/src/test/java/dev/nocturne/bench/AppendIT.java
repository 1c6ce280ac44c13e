package dev.nocturne.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That it measures, not what: the bare loop's rows must fit the store's statements and schema of today. */
class AppendIT {
    @Test
    void eachContenderAppendsWithoutAFailure(@TempDir Path dir) {
        StringWriter out = new StringWriter();

        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "append",
                        "--seconds=0.3",
                        "--rounds=1",
                        "--in-flight=50",
                        "--connections=2",
                        "--data-dir=" + dir);

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("| store ", "| (a) one INSERT", "| (b) bare loop", "3 x median commit", "Failed calls: 0");
    }
}
