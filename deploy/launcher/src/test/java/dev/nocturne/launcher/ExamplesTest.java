package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nocturne.auth.SenderToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An example in an error must not be an error itself. */
class ExamplesTest {
    static final List<Setting<?>> ALL = Keys.ALL;

    private static final String BEFORE = " such as ";

    @TempDir
    Path dir;

    @ParameterizedTest
    @FieldSource("ALL")
    void everyExampleOfAKeyIsAllowedForThatKey(Setting<?> setting) {
        assertThat(examples(setting.kind().allowed()))
                .allSatisfy(example ->
                        assertThatCode(() -> setting.kind().parse(example)).doesNotThrowAnyException());
    }

    @Test
    void everyDurationAndSizeHasAnExample() {
        for (Setting<?> setting : Keys.ALL) {
            String allowed = setting.kind().allowed();
            if (allowed.startsWith("a duration") || allowed.startsWith("bytes")) {
                assertThat(examples(allowed)).as(setting.name()).isNotEmpty();
            }
        }
    }

    @Test
    void aRangeWithoutAnyOfTheExamplesHasNone() {
        Kind<Duration> narrow = Kind.duration("1s", "2s");

        assertThat(narrow.allowed()).isEqualTo("a duration from 1s to 2s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20s", "59s", "3651d", "soon"})
    void aLifetimeThatIsRefusedIsToldTheLeastAndExamplesThatAreNot(String ttl) {
        StringWriter err = new StringWriter();

        assertThat(token(ttl, err)).isEqualTo(2);

        String problem = err.toString().lines().findFirst().orElseThrow();
        assertThat(problem).startsWith("nocturne: --ttl " + ttl + " must be a duration from 1m to 3650d");
        assertThat(examples(problem))
                .isNotEmpty()
                .allSatisfy(example ->
                        assertThat(token(example, new StringWriter())).isZero());
        assertThat(token("1m", new StringWriter())).isZero();
    }

    @Test
    void everyExampleOfATimeZoneIsAllowed() {
        String problem = catchThrowableOfType(ConfigFailure.class, () -> zone("Mars"))
                .problems()
                .get(0);

        assertThat(examples(problem))
                .hasSize(2)
                .allSatisfy(example -> assertThat(zone(example).senders()).hasSize(1));
    }

    private static Settings zone(String zone) {
        return Settings.read(
                null,
                Map.of(),
                List.of("ingest.tokens.a.hash=" + SenderToken.hash("x"), "ingest.tokens.a.zone=" + zone));
    }

    private int token(String ttl, StringWriter err) {
        String[] words = {"token", "--set", "data.dir=" + dir, "--sub", "a", "--sites", "*", "--ttl", ttl};
        return Main.run(words, Map.of(), new PrintWriter(new StringWriter()), new PrintWriter(err, true));
    }

    private static List<String> examples(String sentence) {
        int begin = sentence.indexOf(BEFORE);
        return begin < 0
                ? List.of()
                : List.of(sentence.substring(begin + BEFORE.length()).split(", | or "));
    }
}
