package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.postgres.EmbeddedPostgres;
import dev.nocturne.testkit.PostgresExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class MeantDatabaseIT {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutADatabaseItSaysWhatToSetAndMakesNone() {
        Path nothing = dir.resolve("nothing");

        assertThat(migrate("data.dir=" + nothing)).isEqualTo(2);

        assertThat(err.toString())
                .contains("store.database: migrate needs it, postgresql://user:password@host:port/database")
                .contains("there is no embedded database in data.dir " + nothing);
        assertThat(out.toString()).isEmpty();
        assertThat(nothing).doesNotExist();
    }

    @Test
    void theEpochOfNoDatabaseIsNotTold() {
        assertThat(run("epoch", "data.dir=" + dir.resolve("nothing"))).isEqualTo(2);

        assertThat(err.toString()).contains("store.database: epoch needs it");
        assertThat(dir.resolve("nothing")).doesNotExist();
    }

    @Test
    void itSaysWhichDatabaseItHasMigrated(DatabaseUri database) {
        String uri = "postgresql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                + database.port() + "/" + database.database();

        assertThat(migrate("store.database=" + uri)).isZero();

        String shown = uri.replace(database.password(), "***");
        assertThat(out.toString().lines())
                .containsExactly("migrating " + shown, "the schema of " + shown + " is current");
    }

    @Test
    void anEmbeddedDatabaseIsMigratedWhereThereIsOne() {
        EmbeddedPostgres.start(dir).close();

        assertThat(migrate("data.dir=" + dir)).isZero();

        assertThat(out.toString()).contains("the schema of the embedded database in " + dir + " is current");
    }

    @Test
    void anOptionThatNobodyKnowsIsRefusedByName() {
        assertThat(migrate("store.database=postgresql://noc:hush@db/noc?sslmode=requried"))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("sslmode \"requried\" is not known; there are disable, allow, prefer, require, verify-ca,")
                .doesNotContain("hush");
    }

    private int migrate(String set) {
        return run("migrate", set);
    }

    private int run(String command, String set) {
        return Main.run(
                new String[] {command, "--set", set}, Map.of(), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
