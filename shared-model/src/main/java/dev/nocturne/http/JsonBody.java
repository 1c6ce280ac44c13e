package dev.nocturne.http;

import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What the body of a request must be where JSON is taken. */
public final class JsonBody {
    private static final String TYPE = "application/json";

    private JsonBody() {}

    /** @throws ServiceFailure of the kind {@code UNSUPPORTED_MEDIA_TYPE}, also for a compressed body: none is inflated here */
    public static void require(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String bare = type == null ? "" : type.split(";", 2)[0].strip();
        if (!bare.equalsIgnoreCase(TYPE)) {
            throw new ServiceFailure(Kind.UNSUPPORTED_MEDIA_TYPE, "the content-type must be " + TYPE);
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new ServiceFailure(Kind.UNSUPPORTED_MEDIA_TYPE, "the body must not be compressed");
        }
    }
}
