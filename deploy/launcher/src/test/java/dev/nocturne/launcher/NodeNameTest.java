package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.config.Address;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeNameTest {
    @Test
    void nodesOfOneHostHaveNamesOfTheirOwnByDefault() {
        Set<String> names = new HashSet<>();
        for (NodeKind kind : List.of(NodeKind.INGEST, NodeKind.PUSH)) {
            for (String host : List.of("127.0.0.1", "127.0.0.2", "::1", "10.1.0.5")) {
                for (int port : List.of(8082, 9082)) {
                    assertThat(names.add(name(kind, host, port)))
                            .as("%s of %s", kind, names)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theDefaultIsTheSameAtTheNextStart() {
        assertThat(name(NodeKind.PUSH, "127.0.0.1", 8082))
                .isEqualTo(name(NodeKind.PUSH, "127.0.0.1", 8082))
                .endsWith("-push-8082");
        assertThat(name(NodeKind.PUSH, "10.1.0.5", 8082)).endsWith("-push-10.1.0.5:8082");
    }

    @Test
    void aConfiguredNameIsTakenAsItIs() {
        assertThat(config(NodeKind.PUSH, "node.name=left").name(new Address("127.0.0.1", 8082)))
                .isEqualTo("left");
    }

    private static String name(NodeKind kind, String host, int port) {
        return config(kind).name(new Address(host, port));
    }

    private static NodeConfig config(NodeKind kind, String... sets) {
        return NodeConfig.of(kind, Settings.read(null, Map.of(), List.of(sets)));
    }
}
