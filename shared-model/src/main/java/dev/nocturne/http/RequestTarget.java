package dev.nocturne.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What a request is for (RFC 9112 section 3.2), checked once before anything reads it. */
public final class RequestTarget {
    private static final String SERVER = "*";

    private RequestTarget() {}

    /** The path without a slash at its end, which makes no other of it. Not decoded. */
    public static String path(HttpServerRequest request) {
        String path = request.path();
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Whether it asks what the server as a whole can do. */
    static boolean isServer(HttpServerRequest request) {
        return SERVER.equals(request.uri()) && HttpMethod.OPTIONS.equals(request.method());
    }

    /** What is wrong with it, or null. */
    static @Nullable String fault(HttpServerRequest request) {
        int hosts = request.headers().getAll("host").size();
        if (hosts > 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_1)) {
            return "the header host must be there once (RFC 9112 section 3.2)";
        }
        if (hosts == 1 && request.authority() == null) {
            return "the header host must be a host, and a port if it is not the usual one";
        }
        String path = request.path();
        if (isServer(request)) {
            return null;
        }
        if (path == null || !path.startsWith("/")) {
            return "the target must be a path";
        }
        try {
            PercentEncoding.decode(path, false);
            return null;
        } catch (IllegalArgumentException e) {
            return "the path " + e.getMessage();
        }
    }
}
