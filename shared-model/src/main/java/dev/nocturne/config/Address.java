package dev.nocturne.config;

/** A host and a port. Where something binds, port 0 takes a free one. */
public record Address(String host, int port) {
    /** The HTTP address as a client would type it. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
