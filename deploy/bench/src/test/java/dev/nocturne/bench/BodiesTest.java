package dev.nocturne.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.model.Json;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BodiesTest {
    @Test
    void everyBodyIsJsonWithAnEventIdOfItsOwn() throws Exception {
        Bodies bodies = new Bodies();
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 20; i++) {
            Bodies.Body body = bodies.next();

            assertThat(Json.MAPPER
                            .readTree(body.json().getBytes())
                            .path("event_id")
                            .textValue())
                    .isEqualTo(body.eventId());
            assertThat(seen.add(body.eventId())).isTrue();
        }
    }

    @Test
    void frameTellsWhichPostItAnswers() {
        assertThat(Bodies.eventId("{\"seq\":1,\"source\":\"zabbix\",\"sourceId\":\"10000001\"}"))
                .isEqualTo("10000001");
        assertThat(Bodies.eventId("{\"event\":\"heartbeat\",\"ts\":1,\"seq\":1}"))
                .isEmpty();
    }
}
