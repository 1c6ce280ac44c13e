package dev.nocturne.push;

import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Lets pages of listed origins read REST answers and event streams (Fetch, section 3.2), and no others. There are no
 * cookies: a token comes in a header that only a page's own script can set.
 */
final class Cors {
    private static final String REQUEST_METHOD = "access-control-request-method";
    private static final String METHODS = "GET, HEAD, POST";
    /** What pages' clients send beside the fields that need no leave. */
    private static final String HEADERS = "authorization, content-type, last-event-id, idempotency-key, cache-control, "
            + "pragma, if-none-match, x-requested-with, traceparent, tracestate";

    private static final String EXPOSED = "location, retry-after, www-authenticate, allow, ratelimit, ratelimit-policy";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Origins origins;

    Cors(Origins origins) {
        this.origins = origins;
    }

    /**
     * Adds to the answer whose pages may read it, whatever it will be.
     *
     * @return whether that was all that was asked, and the request is answered
     * @throws ServiceFailure of the kind {@code FORBIDDEN} for a page that may not
     */
    boolean answered(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        boolean preflight =
                HttpMethod.OPTIONS.equals(request.method()) && request.headers().contains(REQUEST_METHOD);
        response.putHeader(
                HttpHeaders.VARY,
                preflight ? "origin, " + REQUEST_METHOD + ", access-control-request-headers" : "origin");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            if (!origins.allow(request)) {
                throw new ServiceFailure(Kind.FORBIDDEN, "this Origin is not allowed; push.origins lists others");
            }
            response.putHeader("access-control-allow-origin", origin)
                    .putHeader("access-control-expose-headers", EXPOSED);
        }
        if (preflight) {
            response.setStatusCode(204)
                    .putHeader("access-control-allow-methods", METHODS)
                    .putHeader("access-control-allow-headers", HEADERS)
                    .putHeader("access-control-max-age", PREFLIGHT_SECONDS)
                    .end();
        }
        return preflight;
    }
}
