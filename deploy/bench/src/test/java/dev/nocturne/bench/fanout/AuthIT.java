package dev.nocturne.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** That it measures, not what. */
class AuthIT {
    @Test
    void everyWayInBringsEventsToEverySocketAndPostsToTheStore(@TempDir Path dir) {
        StringWriter out = new StringWriter();

        int exit = new CommandLine(new AuthCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .execute(
                        "--sockets=20",
                        "--seconds=0.5",
                        "--rounds=1",
                        "--post-rate=50",
                        "--senders=3",
                        "--data-dir=" + dir);

        assertThat(exit).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("| (a) no token ", "| (d) token, 10 sites of its own ", "20 connections", "| (c) 3 senders ");
        assertThat(dir).isEmptyDirectory();
    }
}
