package dev.nocturne.push;

import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets pages of listed origins read the REST answers (Fetch, section 3.2), and no others. There are no cookies: a token
 * comes in a header that only a page's own script can set.
 */
final class Cors implements Handler<RoutingContext> {
    private static final String PREFLIGHT_SECONDS = "600";

    private final Origins origins;

    Cors(Origins origins) {
        this.origins = origins;
    }

    @Override
    public void handle(RoutingContext ctx) {
        String origin = ctx.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            ctx.response().putHeader("vary", "origin");
            if (!origins.allow(ctx.request())) {
                ctx.fail(new ServiceFailure(Kind.FORBIDDEN, "this Origin is not allowed; push.origins lists others"));
                return;
            }
            ctx.response().putHeader("access-control-allow-origin", origin);
        }
        boolean preflight = ctx.request().method().equals(HttpMethod.OPTIONS)
                && ctx.request().headers().contains("access-control-request-method");
        if (preflight) {
            answer(ctx.response());
        } else {
            ctx.next();
        }
    }

    private static void answer(HttpServerResponse response) {
        response.setStatusCode(204)
                .putHeader("access-control-allow-methods", "GET, POST")
                .putHeader("access-control-allow-headers", "authorization, content-type")
                .putHeader("access-control-max-age", PREFLIGHT_SECONDS)
                .end();
    }
}
