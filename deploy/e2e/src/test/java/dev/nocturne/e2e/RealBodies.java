package dev.nocturne.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.testkit.ZabbixSamples;
import java.util.List;

/** The bodies that a real Zabbix sent in a storm, again and again, each time as problems of their own. */
final class RealBodies implements Traffic.Bodies {
    /** What a recovery has in common with its problem. */
    private static final List<String> SUBJECT = List.of("host_name", "host_host", "event_name", "trigger_name", "site");

    private final List<JsonNode> problems = ofValue("1");
    private final List<JsonNode> recoveries = ofValue("0");

    private static List<JsonNode> ofValue(String value) {
        return ZabbixSamples.storm().stream()
                .map(Http::parse)
                .filter(body -> body.path("event_value").asText().equals(value))
                .toList();
    }

    @Override
    public String of(int problem, String status) {
        List<JsonNode> bodies = status.equals("resolved") ? recoveries : problems;
        ObjectNode body = bodies.get(problem % bodies.size()).deepCopy();
        JsonNode its = problems.get(problem % problems.size());
        SUBJECT.stream().filter(its::has).forEach(name -> body.set(name, its.get(name)));
        return body.put("event_id", Integer.toString(problem)).toString();
    }
}
