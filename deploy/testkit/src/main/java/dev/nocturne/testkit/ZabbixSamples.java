package dev.nocturne.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Request bodies as a real Zabbix 6.0.14 sent them. */
public final class ZabbixSamples {
    private static final String BODY = "\"body\": ";

    private ZabbixSamples() {}

    /** What {@link #body} knows, such as {@code problem} and {@code update_ack}. */
    public static List<String> names() {
        return read("index.txt").lines().toList();
    }

    /** One body, byte for byte as it arrived. */
    public static String body(String name) {
        return read(name + ".json");
    }

    /** The bodies of 120 problems and their recoveries that one event caused, in the order of arrival. */
    public static List<String> storm() {
        return read("storm_120.jsonl").lines().map(ZabbixSamples::bodyOf).toList();
    }

    private static String bodyOf(String line) {
        return line.substring(line.indexOf(BODY) + BODY.length(), line.length() - 1);
    }

    private static String read(String file) {
        try (InputStream in = ZabbixSamples.class.getResourceAsStream("/zabbix/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no sample " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
