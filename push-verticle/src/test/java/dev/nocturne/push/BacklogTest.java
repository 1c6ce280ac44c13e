package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.push.Backlog.Progress;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BacklogTest {
    private static final long WRITE_NANOS = Duration.ofMillis(1).toNanos();
    private static final int REQUESTS = 10;

    private final List<Screen> served = new ArrayList<>();

    /** Wants so many writes. */
    private static final class Screen implements Backlog.Member {
        private final String name;
        private int left;
        private boolean queued;

        Screen(String name, int writes) {
            this.name = name;
            this.left = writes;
        }

        Progress write() {
            left--;
            return left > 0 ? Progress.MORE : Progress.DONE;
        }

        @Override
        public boolean enqueue() {
            boolean added = !queued;
            queued = true;
            return added;
        }

        @Override
        public void dequeued() {
            queued = false;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void eachGetsOneWriteInTurn(Vertx vertx) throws Exception {
        Screen a = new Screen("a", 3);
        Screen b = new Screen("b", 2);
        Promise<Void> done = Promise.promise();

        onLoop(vertx, this::write, done, 5, backlog -> List.of(a, b).forEach(backlog::add));

        done.future().await(5, SECONDS);
        assertThat(served).containsExactly(a, b, a, b, a);
    }

    @Test
    void whoIsAddedTwiceIsServedOnce(Vertx vertx) throws Exception {
        Screen twice = new Screen("twice", 1);
        Screen last = new Screen("last", 1);
        Promise<Void> done = Promise.promise();

        onLoop(
                vertx,
                this::write,
                done,
                2,
                backlog -> List.of(twice, twice, last).forEach(backlog::add));

        done.future().await(5, SECONDS);
        assertThat(served).containsExactly(twice, last);
    }

    /** The requests need the loop that writes all the time, and several turns of it each. */
    @Test
    void othersAreServedWhileThereIsAlwaysMoreToWrite(Vertx vertx) throws Exception {
        Promise<Integer> port = Promise.promise();
        ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
        loop.runOnContext(start -> vertx.createHttpServer()
                .requestHandler(request -> request.response().end("here"))
                .listen(0)
                .onSuccess(server -> {
                    Backlog<Screen> backlog = new Backlog<>(loop, this::writeSlowly, () -> {});
                    backlog.add(new Screen("endless", Integer.MAX_VALUE));
                    backlog.add(new Screen("as well", Integer.MAX_VALUE));
                    port.complete(server.actualPort());
                }));
        int actual = port.future().await(5, SECONDS);

        HttpClient client = vertx.createHttpClient(); // one that nobody holds is closed when it is collected
        for (int i = 0; i < REQUESTS; i++) {
            String answer = client.request(HttpMethod.GET, actual, "127.0.0.1", "/")
                    .compose(request -> request.send())
                    .compose(response -> response.body())
                    .await(2, SECONDS)
                    .toString();
            assertThat(answer).isEqualTo("here");
        }
        client.close().await(2, SECONDS);
    }

    @Test
    void whoFindsNoMemoryWaitsWithoutATurnForEachMoment(Vertx vertx) throws Exception {
        Screen screen = new Screen("starved", 1);
        Promise<Void> done = Promise.promise();
        int shortage = 20;
        long begun = System.nanoTime();

        onLoop(
                vertx,
                starved -> served.size() < shortage ? note(starved, Progress.NO_MEMORY) : write(starved),
                done,
                shortage + 1,
                backlog -> backlog.add(screen));

        done.future().await(5, SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofMillis(9).multipliedBy(shortage));
    }

    private Progress write(Screen screen) {
        return note(screen, screen.write());
    }

    private Progress note(Screen screen, Progress progress) {
        served.add(screen);
        return progress;
    }

    private Progress writeSlowly(Screen screen) {
        long end = System.nanoTime() + WRITE_NANOS;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return screen.write();
    }

    private void onLoop(
            Vertx vertx,
            Function<Screen, Progress> write,
            Promise<Void> done,
            int writes,
            Consumer<Backlog<Screen>> begin) {
        ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
        loop.runOnContext(start -> begin.accept(new Backlog<>(loop, write, () -> {
            if (served.size() >= writes) {
                done.tryComplete();
            }
        })));
    }
}
