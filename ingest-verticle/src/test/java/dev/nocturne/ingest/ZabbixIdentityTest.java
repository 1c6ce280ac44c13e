package dev.nocturne.ingest;

import static dev.nocturne.ingest.Bodies.NOW;
import static dev.nocturne.ingest.Bodies.accepted;
import static dev.nocturne.ingest.Bodies.body;
import static dev.nocturne.ingest.Bodies.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.model.EventIdentity;
import dev.nocturne.model.NewEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Zabbix names neither an alert nor an attempt: what it sends again must be known by what it says. */
class ZabbixIdentityTest {
    @ParameterizedTest
    @MethodSource("dev.nocturne.ingest.Bodies#accepted")
    void aRetryIsTheSameEvent(String sample) {
        assertThat(parse(sample)).isEqualTo(parse(sample));
    }

    @ParameterizedTest
    @MethodSource("dev.nocturne.ingest.Bodies#accepted")
    void anotherMediaTypeOrARepeatedStepIsTheSameEvent(String sample) {
        NewEvent again = parse(sample, body -> body.put("send_to", "other").put("alert_epoch", "1795209999"));

        assertThat(again.identity()).isEqualTo(parse(sample).identity());
    }

    @Test
    void updatesWithoutAnyDateActionOrCommentAreToldApartByTheirText() {
        String[] fields = {"event_update_date", "event_update_time", "event_update_action", "event_update_message"};
        NewEvent one = parse("update_ack", body -> body.remove(List.of(fields)));
        NewEvent other = parse("update_ack", body -> {
            body.remove(List.of(fields));
            body.put("alert_message", "other");
        });

        assertThat(one.identity()).isNotEqualTo(other.identity());
    }

    @Test
    void noTwoSamplesAreOneEvent() {
        Set<EventIdentity> identities = new HashSet<>();

        assertThat(accepted().map(sample -> parse(sample).identity())).allMatch(identities::add);
    }

    @ParameterizedTest
    @CsvSource({
        "event_update_date, 2026.11.21",
        "event_update_time, 18:55:05",
        "event_update_action, commented",
        "event_update_message, other"
    })
    void whatTellsUpdatesApartMakesAnotherEvent(String field, String value) {
        assertThat(parse("update_ack", body -> body.put(field, value)).identity())
                .isNotEqualTo(parse("update_ack").identity());
    }

    @Test
    void theSourceOfTwoServersKeepsTheirIdsApart() {
        ObjectNode body = body("problem");

        assertThat(ZabbixAlert.parse(body, "", "zabbix-eu", null, new SourceZones(), NOW)
                        .identity())
                .isNotEqualTo(ZabbixAlert.parse(body, "", "zabbix-us", null, new SourceZones(), NOW)
                        .identity());
    }
}
