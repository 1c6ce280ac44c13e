package dev.nocturne.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.model.NewEvent;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import dev.nocturne.testkit.PostgresExtension;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What follows a batch, with the real writer and a listener of the test's. */
@ExtendWith(PostgresExtension.class)
class FunnelIT {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Funnel.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Context owner;
    private Sessions sessions;
    private Funnel funnel;
    private Runnable onStored = () -> {};
    private Runnable onCommitted = () -> {};

    @BeforeEach
    void open(DatabaseUri database) throws Exception {
        log.start();
        logger.addAppender(log);
        StoreConfig config = StoreNodes.config(database);
        Migrations.run(database);
        owner = vertx.getOrCreateContext();
        sessions = on(() -> Sessions.open(vertx, config)).await(10, SECONDS);
        on(() -> new Partitions(sessions::writers, 1_000).extend()).await(10, SECONDS);
        funnel = new Funnel(
                owner,
                config,
                new BatchWriter(sessions::writers, new Epochs(sessions::writers)),
                new Funnel.Listener() {
                    @Override
                    public void stored() {
                        heard.add("stored");
                        onStored.run();
                    }

                    @Override
                    public void committed(Batch batch, long milliseconds) {
                        heard.add("committed " + batch.added().size());
                        onCommitted.run();
                    }

                    @Override
                    public void refused(ServiceFailure failure) {
                        heard.add("refused " + failure.kind());
                        onCommitted.run();
                    }
                });
    }

    @AfterEach
    void close() throws Exception {
        logger.detachAppender(log);
        sessions.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Test
    void alertsAreStoredOnceAndAnsweredAlsoIfTheAnnouncementThrows() throws Exception {
        onCommitted = FunnelIT::fail;

        List<Future<AppendReply>> replies = appendAtOnce("announce-a", "announce-b", "announce-c");

        for (Future<AppendReply> reply : replies) {
            assertThat(reply.await(10, SECONDS).events())
                    .singleElement()
                    .extracting(Appended::added)
                    .isEqualTo(true);
        }
        drained().await(10, SECONDS);
        assertThat(heard).containsExactly("stored", "committed 3");
        assertThat(log.list)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getThrowableProxy().getMessage()).isEqualTo("announcing"));
    }

    @Test
    void theMomentAfterTheCommitComesBeforeAnyoneHearsOfIt() throws Exception {
        List<Boolean> answered = new CopyOnWriteArrayList<>();
        List<Future<AppendReply>> reply = new CopyOnWriteArrayList<>();
        onStored = () -> answered.add(reply.get(0).isComplete());
        onCommitted = () -> answered.add(reply.get(0).isComplete());
        Promise<AppendReply> done = Promise.promise();
        owner.runOnContext(run -> {
            reply.add(funnel.append(new Append(List.of(Events.problem("moment")))));
            reply.get(0).onComplete(done);
        });

        done.future().await(10, SECONDS);
        await().atMost(5, SECONDS).until(() -> answered.size() == 2);

        assertThat(answered).containsExactly(false, true);
    }

    @Test
    void aMomentAfterTheCommitThatThrowsChangesNoAnswer() throws Exception {
        onStored = FunnelIT::fail;

        assertThat(appendAtOnce("throws").get(0).await(10, SECONDS).events())
                .extracting(Appended::added)
                .containsExactly(true);
    }

    @Test
    void aRefusalReachesTheProducersAlsoIfWhoHearsOfItThrows() throws Exception {
        onCommitted = FunnelIT::fail;
        sessions.close().await(10, SECONDS);

        assertThatThrownBy(() -> appendAtOnce("refused").get(0).await(20, SECONDS))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE));
    }

    @Test
    void everyCallerHearsThatTheFunnelIsDrained() throws Exception {
        Promise<List<Future<Void>>> asked = Promise.promise();
        owner.runOnContext(run -> {
            Future<AppendReply> reply = funnel.append(new Append(List.of(Events.problem("drained"))));
            asked.complete(List.of(funnel.drained(), funnel.drained(), reply.compose(stored -> funnel.drained())));
        });

        for (Future<Void> drained : asked.future().await(5, SECONDS)) {
            drained.await(10, SECONDS);
        }
        assertThat(heard).contains("committed 1");
        drained().await(1, SECONDS);
    }

    private static void fail() {
        throw new IllegalStateException("announcing");
    }

    private Future<Void> drained() {
        return on(() -> funnel.drained());
    }

    private List<Future<AppendReply>> appendAtOnce(String... ids) throws Exception {
        Promise<List<Future<AppendReply>>> replies = Promise.promise();
        owner.runOnContext(run -> replies.complete(List.of(ids).stream()
                .map(id -> funnel.append(new Append(List.<NewEvent>of(Events.problem(id)))))
                .toList()));
        return replies.future().await(5, SECONDS);
    }

    private <T> Future<T> on(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        owner.runOnContext(run -> action.get().onComplete(done));
        return done.future();
    }
}
