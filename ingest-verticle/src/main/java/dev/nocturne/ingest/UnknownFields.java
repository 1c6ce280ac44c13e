package dev.nocturne.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nocturne.collect.RecentMap;
import dev.nocturne.input.Printable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fields of Zabbix bodies that nothing here reads: misspelt ones, most often. The log tells each name once for each
 * sender. It keeps the senders that came last. Owned by one event loop.
 */
final class UnknownFields {
    private static final Logger LOGGER = LoggerFactory.getLogger(UnknownFields.class);
    private static final int MAX_SENDERS = 1_000;
    private static final int MAX_NAMES = 100;
    private static final int MAX_LENGTH = 64;

    /** What is read, and what Zabbix sends beside it that an alert does not need. */
    private static final Set<String> KNOWN = Set.of(
            ("action_id action_name alert_epoch alert_message alert_sendto alert_subject date esc_history event_ack_status "
                            + "event_age event_cause_id event_date event_duration event_id event_name event_nseverity event_object "
                            + "event_opdata event_recovery_date event_recovery_id event_recovery_name event_recovery_status "
                            + "event_recovery_tags event_recovery_tagsjson event_recovery_time event_recovery_timestamp "
                            + "event_recovery_value event_severity event_source event_status event_suppressed event_symptoms "
                            + "event_tags event_tags_site event_tagsjson event_time event_timestamp event_update_action "
                            + "event_update_date event_update_history event_update_message event_update_nseverity "
                            + "event_update_severity event_update_status event_update_time event_update_timestamp "
                            + "event_update_user event_url event_value host_conn host_description host_dns host_groups host_host "
                            + "host_id host_ip host_name host_port hosts item_description item_id item_key item_lastvalue item_name "
                            + "item_value item_valuetype kind problem_url proxy_name send_to site sites tags time "
                            + "trigger_description trigger_events_ack trigger_events_problem_unack trigger_events_unack "
                            + "trigger_expression trigger_expression_explain trigger_hostgroup_name trigger_id trigger_name "
                            + "trigger_name_orig trigger_nseverity trigger_severity trigger_status trigger_template_name "
                            + "trigger_url trigger_url_name trigger_value user_fullname")
                    .split(" "));

    private final Map<String, Set<String>> told = new RecentMap<>(MAX_SENDERS);

    /** Looks at a body, which may still be refused. */
    void look(ObjectNode body, String sender) {
        Set<String> before = told.computeIfAbsent(sender, first -> new TreeSet<>());
        List<String> found = body.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !isKnown(ZabbixAlert.fieldName(name)))
                .map(name -> Printable.line(name, MAX_LENGTH))
                .filter(name -> before.size() < MAX_NAMES && before.add(name))
                .toList();
        if (!found.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("sender", sender)
                    .addKeyValue("fields", found)
                    .log("these fields of the sender's alerts are not read");
        }
    }

    /** Hosts are numbered, and a tag may have a field of its own. */
    private static boolean isKnown(String name) {
        return KNOWN.contains(name)
                || name.startsWith("event_tags_")
                || name.matches("host_(name|host|ip|dns|conn|port|id)[1-9]");
    }
}
