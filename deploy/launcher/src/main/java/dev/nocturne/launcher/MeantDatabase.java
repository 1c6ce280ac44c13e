package dev.nocturne.launcher;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The database that somebody looks after by a command. An embedded one is meant only where there is one: who forgot to set
 * the other shall not be told that all is well with an empty one.
 *
 * @param given null for the embedded one
 */
record MeantDatabase(@Nullable DatabaseUri given, Path dataDir) {

    /** @throws ConfigFailure if none is meant */
    static MeantDatabase of(Settings settings, String command) {
        DatabaseUri given = settings.find(Keys.DATABASE);
        Path dataDir = settings.get(Keys.DATA_DIR).toAbsolutePath().normalize();
        if (given == null && !EmbeddedPostgres.isIn(dataDir)) {
            throw new ConfigFailure(List.of("store.database: " + command + " needs it, "
                    + Keys.DATABASE.kind().allowed() + ", as there is no embedded database in data.dir " + dataDir));
        }
        return new MeantDatabase(given, dataDir);
    }

    /** For people, without secrets. */
    String name() {
        return given == null ? "the embedded database in " + dataDir : given.toString();
    }

    /** Blocks until it accepts connections. */
    DatabaseUri open(Lifetime lifetime) {
        return Database.of(given, dataDir, lifetime).await();
    }
}
