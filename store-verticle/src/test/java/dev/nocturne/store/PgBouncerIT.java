package dev.nocturne.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.model.FeedEvent;
import dev.nocturne.testkit.PostgresExtension;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class PgBouncerIT {
    @TempDir
    Path dir;

    @BeforeAll
    static void require() throws IOException {
        PgBouncer.require();
    }

    @Test
    void inSessionModeTwoNodesStoreAndReplay(DatabaseUri database) throws Exception {
        try (PgBouncer bouncer = new PgBouncer(dir, database, "pool_mode = session");
                StoreNodes stores = StoreNodes.start(2, StoreNodes.config(bouncer.uri()))) {
            stores.appended(0, Events.problem("first"));
            stores.appended(1, Events.problem("second"));
            List<Future<AppendReply>> appends = new ArrayList<>();
            for (int i = 0; i < 298; i++) {
                appends.add(stores.handOver(i % 2, Events.problem("bounced-" + i)));
            }
            Future.all(appends).await(20, TimeUnit.SECONDS);

            assertThat(stores.feed(0))
                    .extracting(FeedEvent::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 300).boxed().toList());
        }
    }

    @Test
    void inSessionModeEverySessionHasItsLimits(DatabaseUri database) throws Exception {
        try (PgBouncer bouncer = new PgBouncer(dir, database, "pool_mode = session")) {
            assertThat(StartChecksIT.limits(bouncer.uri(), 3)).hasSize(3).containsOnly(StartChecksIT.LIMITS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "statement"})
    void anotherModeIsRefusedAlsoWhileOthersUseIt(String mode, DatabaseUri database) throws Exception {
        try (PgBouncer bouncer = new PgBouncer(dir, database, "pool_mode = " + mode, "default_pool_size = 5")) {
            assertRefused(bouncer.uri());
            try (Others others = new Others(bouncer.uri(), 4)) {
                for (int i = 0; i < 20; i++) {
                    assertRefused(others.uri());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default_pool_size = 1", "server_round_robin = 1"})
    void transactionModeIsRefusedHoweverServersAreChosen(String choice, DatabaseUri database) throws Exception {
        try (PgBouncer bouncer = new PgBouncer(dir, database, "pool_mode = transaction", choice)) {
            assertRefused(bouncer.uri());
        }
    }

    private static void assertRefused(DatabaseUri uri) {
        assertThatThrownBy(() -> Migrations.run(uri))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("set pool_mode = session");
    }

    /** Clients that take and give back servers all the time. */
    private static final class Others implements AutoCloseable {
        private final DatabaseUri uri;
        private final AtomicBoolean ending = new AtomicBoolean();
        private final CompletableFuture<?> asking;

        Others(DatabaseUri uri, int count) {
            this.uri = uri;
            asking = CompletableFuture.allOf(IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.runAsync(this::ask, task -> new Thread(task, "other").start()))
                    .toArray(CompletableFuture<?>[]::new));
        }

        DatabaseUri uri() {
            return uri;
        }

        private void ask() {
            try (Connection connection = new Jdbc(uri).connect();
                    var statement = connection.createStatement()) {
                while (!ending.get()) {
                    statement.execute("SELECT 1");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            ending.set(true);
            asking.join();
        }
    }
}
