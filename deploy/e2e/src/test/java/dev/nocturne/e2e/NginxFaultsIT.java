package dev.nocturne.e2e;

import dev.nocturne.config.DatabaseUri;
import dev.nocturne.testkit.PostgresExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The defaults of both sides: nginx gives up after 60 s of silence, and a push node pings every 15 s. */
@Tag("faults")
@ExtendWith(PostgresExtension.class)
class NginxFaultsIT {
    private static final Duration QUIET = Duration.ofSeconds(68);

    @TempDir
    static Path dir;

    @BeforeAll
    static void require() {
        Nginx.require();
    }

    @Test
    void aQuietClientStaysConnectedForLongerThanAMinute(DatabaseUri database) throws IOException {
        try (Cluster cluster = new Cluster(
                dir, database, List.of("store-a", "ingest-a", "push-a"), name -> Cluster.Host.HERE, Map.of())) {
            cluster.complete();
            try (Nginx nginx = new Nginx(dir.resolve("nginx"), cluster, Duration.ofSeconds(60))) {
                NginxIT.stayThrough(nginx, QUIET);
            }
        }
    }
}
