package dev.nocturne.ingest;

import dev.nocturne.input.Labels;
import dev.nocturne.input.Limits;
import dev.nocturne.model.Location;
import dev.nocturne.model.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where a problem is, by all the fields that tell it. */
final class ZabbixPlaces {
    /** Zabbix numbers the hosts of a trigger from 1 to 9; the first may lack its number (Zabbix manual, indexed macros). */
    private static final int MAX_INDEX = 9;

    private final Labels labels;

    private ZabbixPlaces(Labels labels) {
        this.labels = labels;
    }

    static Location read(Labels labels, List<Tag> tags) {
        ZabbixPlaces places = new ZabbixPlaces(labels);
        return new Location(places.sites(tags), places.hosts(), places.groups());
    }

    /** The fields first, as somebody chose them, then every tag of that name. */
    private List<String> sites(List<Tag> tags) {
        List<String> named = new ArrayList<>();
        for (String name : List.of("site", "sites", "event_tags_site")) {
            named.addAll(labels.sites(name));
        }
        for (Tag tag : tags) {
            if (tag.tag().equalsIgnoreCase("site")) {
                named.add(labels.site("A tag \"site\"", tag.value()));
            }
        }
        List<String> sites = labels.distinct("sites", named, Limits.SITES);
        return sites.isEmpty() ? List.of(Location.NO_SITE) : sites;
    }

    private List<String> hosts() {
        List<String> hosts = new ArrayList<>(named("host_name"));
        hosts.addAll(labels.list("hosts", Limits.HOST));
        if (hosts.isEmpty()) {
            hosts.addAll(named("host_host"));
        }
        return labels.distinct("hosts", hosts, Limits.HOSTS);
    }

    private List<String> named(String field) {
        List<String> hosts = new ArrayList<>(labels.list(field, Limits.HOST));
        for (int i = 1; i <= MAX_INDEX; i++) {
            hosts.addAll(labels.list(field + i, Limits.HOST));
        }
        return hosts;
    }

    /** Zabbix joins them in one text. */
    private List<String> groups() {
        List<String> groups = new ArrayList<>();
        for (String name : List.of("host_groups", "trigger_hostgroup_name")) {
            labels.list(name, Limits.GROUPS_TEXT).forEach(text -> groups.addAll(Arrays.asList(text.split(", ", -1))));
        }
        return labels.distinct("groups", groups, Limits.HOSTS);
    }
}
