package dev.nocturne.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event_id\":\"24654\"}",
                "{\"event_id\" : 24654,",
                "{\"EVENT.ID\":\"24654\"",
                "{\"{EVENT.ID}\":\"24654\"",
                "{\"eventid\":\"24654\",}",
                "{\"sourceId\":\"24654\"}",
                "{\"message\":\"\u00ff\",\"event_id\":\"24654\"}"
            })
    void theIdIsFoundAlsoInWhatIsNoJson(String body) {
        assertThat(EventIds.in(Buffer.buffer(body))).containsExactly("24654");
    }

    @Test
    void ofManyTheFirstAreTold() {
        assertThat(EventIds.in(Buffer.buffer("[" + "{\"event_id\":\"7\"},".repeat(1_000) + "{}]")))
                .hasSize(5);
        assertThat(EventIds.in(Buffer.buffer("{}"))).isEmpty();
        assertThat(EventIds.in(null)).isEmpty();
    }
}
