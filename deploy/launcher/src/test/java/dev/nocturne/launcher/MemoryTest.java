package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final long MIB = 1 << 20;

    @Test
    void whatWaitsForClientsMayTakeHalfOfWhatDirectMemoryHasBesideItsBase() {
        assertThat(new Memory(256 * MIB, 32 * MIB).push(settings())).isEqualTo(12 * MIB);
        assertThat(new Memory(8192 * MIB, 8192 * MIB).push(settings())).isEqualTo(512 * MIB);
        assertThat(new Memory(256 * MIB, 32 * MIB).push(settings("push.memory=20m")))
                .isEqualTo(20 * MIB);
    }

    @Test
    void theDefaultsFitIntoASmallNode() {
        assertThatCode(() -> new Memory(256 * MIB, 32 * MIB).require(settings()))
                .doesNotThrowAnyException();
    }

    @Test
    void aHeapTooSmallForTheRingIsToldWithFiguresAndTheKeys() {
        Memory memory = new Memory(256 * MIB, 256 * MIB);

        assertThatThrownBy(() -> memory.require(settings("push.ring-bytes=240m")))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("push.ring-bytes: 240m")
                .hasMessageContaining("256m")
                .hasMessageContaining("-Xmx");
    }

    @Test
    void directMemoryTooSmallForWhatWaitsIsToldWithFiguresAndTheKeys() {
        Memory memory = new Memory(256 * MIB, 32 * MIB);

        assertThatThrownBy(() -> memory.require(settings("push.memory=30m")))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("push.memory: 30m")
                .hasMessageContaining("32m")
                .hasMessageContaining("-XX:MaxDirectMemorySize");
        assertThatThrownBy(() -> new Memory(256 * MIB, 8 * MIB).require(settings()))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("push.memory: 0m");
        assertThatThrownBy(() -> memory.require(settings("push.client-bytes=8m")))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageContaining("4 times push.client-bytes");
    }

    private static Settings settings(String... sets) {
        return Settings.read(null, Map.of(), List.of(sets));
    }
}
