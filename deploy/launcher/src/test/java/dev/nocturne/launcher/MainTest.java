package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void configPrintsEveryKeyWithItsOriginAndNoSecret() {
        int exit = run("config", "--set", "store.database=postgresql://noc:hush@db/alerts", "--set", "push.port=18080");

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("push.port: 18080")
                .contains("postgresql://noc:***@db")
                .doesNotContain("hush");
        Keys.ALL.forEach(setting -> assertThat(out.toString()).contains(setting.name() + ": "));
        assertThat(out.toString())
                .containsPattern("push.port: 18080 +# --set")
                .containsPattern("http.host: .* +# default");
    }

    @Test
    void optionsMayStandBeforeTheCommand() {
        assertThat(run("--set", "push.port=18080", "config")).isZero();
        assertThat(out.toString()).contains("push.port: 18080");
    }

    @Test
    void aWrongConfigurationEndsWithTwoAndOneLineForEachProblem() {
        assertThat(run("all", "--set", "push.port=x", "--set", "nothing=1")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(3).allMatch(line -> !line.contains("Exception"));
    }

    @Test
    void aStoreNodeWithoutADatabaseEndsWithTwo() {
        assertThat(run("store")).isEqualTo(2);
        assertThat(err.toString()).contains("store.database");
    }

    @Test
    void anUnknownWordEndsWithTwoAndSaysWhereToLook() {
        assertThat(run("fly")).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSizeLessThan(4)
                .anyMatch(line -> line.startsWith("nocturne: ") && line.contains("fly"))
                .contains("'nocturne --help' tells what there is");
        assertThat(run("token", "--bogus")).isEqualTo(2);
        assertThat(err.toString()).contains("--bogus", "'nocturne token --help'");
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("all", "ingest", "store", "push", "migrate", "config", "token", "epoch", "--set", "--config");
    }

    private int run(String... arguments) {
        return Main.run(arguments, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
