package dev.nocturne.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(VertxExtension.class)
class AppenderTest {
    private static final Append ONE = new Append(List.of(Samples.EVENT));
    private static final AppendReply STORED = new AppendReply(List.of(new Appended(Samples.ID, 1, true)));
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger calls = new AtomicInteger();
    private Vertx vertx;
    private Context owner;

    @BeforeEach
    void registerCodecs(Vertx fresh) {
        Bus.registerCodecs(fresh);
        vertx = fresh;
        owner = fresh.getOrCreateContext();
    }

    @Test
    void anAbsentStoreIsCalledAgainUntilItIsBack() throws Exception {
        Appender appender = new Appender(vertx, LONG, 1);
        vertx.setTimer(500, late -> serve(call -> Future.succeededFuture(STORED)));

        assertThat(append(appender).await(10, SECONDS)).isEqualTo(STORED);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "TIMEOUT", "CANNOT_WRITE"})
    void aTransientFailureIsTriedAgain(Kind kind) throws Exception {
        serve(call -> call < 3 ? failed(kind) : Future.succeededFuture(STORED));

        assertThat(append(new Appender(vertx, LONG, 1)).await(10, SECONDS)).isEqualTo(STORED);
        assertThat(calls).hasValue(3);
    }

    @Test
    void aStoreThatDoesNotAnswerIsAskedAgainAfterTheRoutesTime() throws Exception {
        serve(call -> call < 2 ? Promise.<AppendReply>promise().future() : Future.succeededFuture(STORED));

        assertThat(append(new Appender(vertx, LONG, 1)).await(10, SECONDS)).isEqualTo(STORED);
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "BAD_REQUEST", "INTERNAL"})
    void anyOtherFailureIsTheCallersAtOnce(Kind kind) {
        serve(call -> failed(kind));

        assertFails(append(new Appender(vertx, LONG, 1)), kind, 5);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aStoreThatCannotWriteIsNotAskedUntilTheDeadline() {
        serve(call -> failed(Kind.CANNOT_WRITE));

        assertFails(append(new Appender(vertx, LONG, 1)), Kind.CANNOT_WRITE, 3);
        assertThat(calls).hasValueGreaterThan(3);
    }

    @Test
    void thatTheStoreCannotWriteIsTheAnswerAlsoWhenItSaysNothingAfterThat() {
        serve(call -> call < 2
                ? failed(Kind.CANNOT_WRITE)
                : Promise.<AppendReply>promise().future());

        assertFails(append(new Appender(vertx, LONG, 1)), Kind.CANNOT_WRITE, 3);
    }

    @Test
    void itGivesUpAtTheDeadline() {
        assertFails(append(new Appender(vertx, Duration.ofMillis(700), 1)), Kind.UNAVAILABLE, 2);
    }

    @Test
    void aSilentStoreDoesNotHoldItBeyondTheDeadline() {
        serve(call -> Promise.<AppendReply>promise().future());

        assertFails(append(new Appender(vertx, Duration.ofMillis(300), 1)), Kind.TIMEOUT, 2);
    }

    @Test
    void overTheLimitIsBusyAtOnceAndTheLimitIsFreedAgain() throws Exception {
        Promise<AppendReply> commit = Promise.promise();
        serve(call -> commit.future());
        Appender appender = new Appender(vertx, LONG, 2);
        Future<AppendReply> first = append(appender);
        Future<AppendReply> second = append(appender);

        assertFails(append(appender), Kind.BUSY, 1);

        commit.complete(STORED);
        assertThat(Future.join(first, second).await(5, SECONDS).succeeded()).isTrue();
        assertThat(append(appender).await(5, SECONDS)).isEqualTo(STORED);
    }

    @Test
    void aFailedAppendFreesItsPlaceToo() {
        Appender appender = new Appender(vertx, Duration.ofMillis(50), 1);

        assertFails(append(appender), Kind.UNAVAILABLE, 5);
        assertFails(append(appender), Kind.UNAVAILABLE, 5);
    }

    private void serve(Function<Integer, Future<AppendReply>> answer) {
        new Bus(vertx).serve(StoreRoutes.APPEND, append -> answer.apply(calls.incrementAndGet()));
    }

    private static Future<AppendReply> failed(Kind kind) {
        return Future.failedFuture(new ServiceFailure(kind, "as told"));
    }

    /** On the event loop that owns the appender. */
    private Future<AppendReply> append(Appender appender) {
        return onOwner(() -> appender.append(ONE));
    }

    private <T> Future<T> onOwner(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        owner.runOnContext(run -> action.get().onComplete(done));
        return done.future();
    }

    private static void assertFails(Future<?> call, Kind kind, int seconds) {
        assertThatThrownBy(() -> call.await(seconds, SECONDS))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }
}
