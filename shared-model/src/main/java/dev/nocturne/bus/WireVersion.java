package dev.nocturne.bus;

/** What lets nodes of two versions share a cluster during an upgrade. */
final class WireVersion {
    private WireVersion() {}

    static void check(String codec, byte known, byte got) {
        if (got != known) {
            throw new IllegalArgumentException(codec + ": message version " + got + ", this node speaks " + known);
        }
    }
}
