package dev.nocturne.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final EventExecutor free = new DefaultEventExecutor();
    private final EventExecutor stuck = new DefaultEventExecutor();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final Queue<String> exits = new ConcurrentLinkedQueue<>();
    private final Watchdog watchdog =
            new Watchdog(List.of(free, stuck), new Memory(Long.MAX_VALUE, Long.MAX_VALUE), exits::add);

    @AfterEach
    void end() throws InterruptedException {
        blocked.countDown();
        for (EventExecutor loop : List.of(free, stuck)) {
            assertThat(loop.shutdownGracefully(0, 1, SECONDS).await(5, SECONDS)).isTrue();
        }
    }

    @Test
    void aLoopThatDoesNotAnswerIsFoundAndForgottenWhenItAnswersAgain() throws InterruptedException {
        block();
        look(Watchdog.STUCK);
        assertThat(watchdog.stuck()).isEmpty();

        look(1);
        assertThat(watchdog.stuck()).isPresent();

        blocked.countDown();
        assertThat(stuck.submit(() -> {}).await(5, SECONDS)).isTrue();
        look(1);
        assertThat(watchdog.stuck()).isEmpty();
        assertThat(exits).isEmpty();
    }

    @Test
    void aLoopThatNeverAnswersEndsTheNode() throws InterruptedException {
        block();
        look(Watchdog.HOPELESS + 1);

        assertThat(exits).isNotEmpty();
    }

    /** The whole process was frozen: the watchdog as well, so that it has looked once in all that time. */
    @Test
    void timeAloneIsNoReason() throws InterruptedException {
        block();
        look(2);

        assertThat(watchdog.stuck()).isEmpty();
    }

    @Test
    void aLoopThatHasEndedIsFoundToo() throws InterruptedException {
        stuck.shutdownGracefully(0, 1, SECONDS).await(5, SECONDS);

        look(Watchdog.STUCK + 1);
        assertThat(watchdog.stuck()).isPresent();
    }

    private void block() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        stuck.execute(() -> {
            begun.countDown();
            try {
                blocked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(5, SECONDS)).isTrue();
    }

    /** The free loop gets the time between two looks that it has in a second. */
    private void look(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            watchdog.look();
            assertThat(free.submit(() -> {}).await(5, SECONDS)).isTrue();
        }
    }
}
