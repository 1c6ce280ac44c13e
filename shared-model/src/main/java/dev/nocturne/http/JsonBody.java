package dev.nocturne.http;

import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** What the body of a request must be where JSON is taken. */
public final class JsonBody {
    private static final String TYPE = "application/json";

    private JsonBody() {}

    /** @throws ServiceFailure of the kind {@code UNSUPPORTED_MEDIA_TYPE}, also for a compressed body: none is inflated here */
    public static void require(HttpServerRequest request) {
        List<String> types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        if (types.isEmpty() || !types.stream().allMatch(JsonBody::isJson)) {
            throw new ServiceFailure(Kind.UNSUPPORTED_MEDIA_TYPE, "the content-type must be " + TYPE);
        }
        boolean plain = HeaderList.elements(request.headers(), HttpHeaders.CONTENT_ENCODING).stream()
                .allMatch("identity"::equalsIgnoreCase);
        if (!plain) {
            request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            throw new ServiceFailure(Kind.UNSUPPORTED_MEDIA_TYPE, "the body must not be compressed");
        }
    }

    private static boolean isJson(String type) {
        return type.split(";", 2)[0].strip().equalsIgnoreCase(TYPE);
    }
}
