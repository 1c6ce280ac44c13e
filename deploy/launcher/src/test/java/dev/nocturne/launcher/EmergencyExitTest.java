package dev.nocturne.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EmergencyExitTest {
    @Test
    void theProcessEndsSoonAfterTheFirstReasonAndNotBefore() throws InterruptedException {
        CountDownLatch halted = new CountDownLatch(1);
        EmergencyExit exit = new EmergencyExit(halted::countDown);
        assertThat(halted.getCount()).isEqualTo(1);

        exit.begin("no memory");
        exit.begin("no memory");

        assertThat(halted.await(5, SECONDS)).isTrue();
    }
}
