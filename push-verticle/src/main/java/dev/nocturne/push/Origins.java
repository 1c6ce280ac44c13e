package dev.nocturne.push;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a socket (RFC 6455 section 10.2): those of the node's own host and those that are listed. A
 * client that is not a browser sends no Origin and is not concerned.
 */
final class Origins {
    private static final String ANY = "*";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Set<String> listed;

    /** @param listed origins such as {@code https://noc.example}, or {@code *} for any */
    Origins(List<String> listed) {
        this.listed = listed.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
    }

    boolean allow(HttpServerRequest request) {
        List<String> given = request.headers().getAll(HttpHeaders.ORIGIN);
        if (given.isEmpty()) {
            return true;
        }
        String origin = given.get(0);
        return given.size() == 1
                && (listed.contains(ANY)
                        || (!origin.equals(ANY) && listed.contains(normal(origin)))
                        || isOwn(origin, request));
    }

    /** Scheme and host in lower case, the scheme's own port left out, no slash at the end (RFC 6454 section 4). */
    private static String normal(String origin) {
        URI uri = parse(origin);
        if (uri == null || uri.getScheme() == null || uri.getHost() == null || uri.getUserInfo() != null) {
            return origin;
        }
        boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
        if (!bare || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return origin;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return scheme + "://" + host
                + (uri.getPort() < 0 || uri.getPort() == standard(scheme) ? "" : ":" + uri.getPort());
    }

    private static int standard(String scheme) {
        return switch (scheme) {
            case "http" -> HTTP_PORT;
            case "https" -> HTTPS_PORT;
            default -> -1;
        };
    }

    private static @Nullable URI parse(String origin) {
        try {
            return URI.create(origin);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A proxy may have taken the TLS off, so https is its own in any case; plain HTTP beside TLS is another page's. */
    private static boolean isOwn(String origin, HttpServerRequest request) {
        HostAndPort host = request.authority();
        URI uri = parse(origin);
        if (host == null || uri == null || uri.getScheme() == null) {
            return false;
        }
        int standard = standard(uri.getScheme().toLowerCase(Locale.ROOT));
        if (standard < 0 || (request.isSSL() && standard != HTTPS_PORT)) {
            return false;
        }
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        return host.host().equalsIgnoreCase(uri.getHost()) && port == (host.port() < 0 ? standard : host.port());
    }
}
