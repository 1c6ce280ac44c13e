package dev.nocturne.launcher;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Where the node's PostgreSQL is: a server of its own, which starts in the background, or one that somebody else runs. */
final class Database {
    private final CompletableFuture<DatabaseUri> uri;

    private Database(CompletableFuture<DatabaseUri> uri) {
        this.uri = uri;
    }

    /** @param given null for a server of its own in the data directory */
    static Database of(@Nullable DatabaseUri given, Path dataDir, Lifetime lifetime) {
        return given == null ? embedded(dataDir, lifetime) : new Database(CompletableFuture.completedFuture(given));
    }

    private static Database embedded(Path dataDir, Lifetime lifetime) {
        CompletableFuture<EmbeddedPostgres> starting = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        starting.complete(EmbeddedPostgres.start(dataDir));
                    } catch (Throwable e) {
                        starting.completeExceptionally(e);
                    }
                },
                "postgres-start");
        thread.setDaemon(true);
        lifetime.onClose("database", () -> {
            if (!starting.isCompletedExceptionally()) {
                starting.join().close();
            }
        });
        thread.start();
        return new Database(starting.thenApply(postgres -> DatabaseUri.parse(postgres.uri())));
    }

    /** Blocks until it accepts connections. */
    DatabaseUri await() {
        try {
            return uri.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
