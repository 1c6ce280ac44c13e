package dev.nocturne.push;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;

/**
 * Which web pages may open a socket (RFC 6455 section 10.2): those of the node's own host and those that are listed. A
 * client that is not a browser sends no Origin and is not concerned.
 */
final class Origins {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final List<String> listed;

    /** @param listed origins such as {@code https://noc.example}, or {@code *} for any */
    Origins(List<String> listed) {
        this.listed = listed;
    }

    boolean allow(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null || listed.contains("*") || listed.contains(origin) || isOwn(origin, request);
    }

    /** A proxy may have taken the TLS off, so https is its own in any case; plain HTTP beside TLS is another page's. */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        HostAndPort host = request.authority();
        try {
            URI uri = URI.create(origin);
            if (request.isSSL() && !"https".equals(uri.getScheme())) {
                return false;
            }
            int standard = "https".equals(uri.getScheme()) ? HTTPS_PORT : HTTP_PORT;
            int port = uri.getPort() < 0 ? standard : uri.getPort();
            return host != null
                    && host.host().equalsIgnoreCase(uri.getHost())
                    && port == (host.port() < 0 ? standard : host.port());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
