package dev.nocturne.config;

/** A host and a port. Where something binds, port 0 takes a free one. */
public record Address(String host, int port) {
    /** As a client would type it, behind {@code http} or another scheme. */
    public String url(String scheme) {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
