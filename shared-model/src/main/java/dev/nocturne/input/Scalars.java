package dev.nocturne.input;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads numbers and booleans as the texts that they stand for: Zabbix's own JSON media types send either form. */
final class Scalars {
    /** From here on a double may stand for a neighbour of the whole number that was sent. */
    private static final double EXACT = 1L << 53;

    private Scalars() {}

    /** The text of a string, number or boolean; null for anything else. A whole number has no fraction: 5.0 is "5". */
    static @Nullable String text(JsonNode node) {
        if (node.isFloatingPointNumber()) {
            return plain(node);
        }
        return node.isTextual() || node.isNumber() || node.isBoolean() ? node.asText() : null;
    }

    private static String plain(JsonNode node) {
        return Math.abs(node.doubleValue()) < EXACT
                ? node.decimalValue().stripTrailingZeros().toPlainString()
                : node.asText();
    }
}
