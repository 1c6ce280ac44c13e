package dev.nocturne.bus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.nocturne.model.Json;

/** What lets nodes of two versions share a cluster during an upgrade. */
final class WireVersion {
    static final ObjectReader LENIENT = Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private WireVersion() {}

    static void check(String codec, byte known, byte got) {
        if (got != known) {
            throw new IllegalArgumentException(codec + ": message version " + got + ", this node speaks " + known);
        }
    }
}
