package dev.nocturne.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That it measures, not what. */
class FanoutIT {
    @Test
    void eachContenderBringsEventsToEverySocket(@TempDir Path dir) {
        StringWriter out = new StringWriter();

        int exit = new CommandLine(new FanoutCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .execute(
                        "--only=steady,storm",
                        "--contenders=floor,plain,nocturne",
                        "--sockets=20",
                        "--seconds=0.5",
                        "--rounds=1",
                        "--data-dir=" + dir);

        assertThat(exit).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("| floor ", "| plain ", "| nocturne ", "20 sockets, storm", "deliveries/s: ");
        assertThat(dir).isEmptyDirectory();
    }
}
