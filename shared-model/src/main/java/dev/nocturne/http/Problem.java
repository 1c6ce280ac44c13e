package dev.nocturne.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.input.NotPermitted;
import dev.nocturne.model.Json;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as a client sees it ({@code application/problem+json}, RFC 9457). Of failures of ours it holds nothing but that
 * they happened.
 *
 * @param first the first seq that is kept, when the problem is that an earlier one was asked for
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        List<FieldError> errors,
        @Nullable Long first) {
    public static final String CONTENT_TYPE = "application/problem+json";

    /** What the router's body handler fails with when a body breaks off; with 400 when it is malformed. */
    private static final int UNREAD = 200;

    private static final int RETRY_AFTER_SECONDS = 2;

    /**
     * @param failure what a handler failed with, or null when only a status is known
     * @param status the status that the router chose; an unknown one (-1) counts as 400 when there is no failure
     */
    public static Problem of(@Nullable Throwable failure, int status) {
        if (failure instanceof InvalidInput invalid) {
            return of(Kind.BAD_REQUEST, invalid.getMessage(), invalid.errors());
        }
        if (failure instanceof NotPermitted refused) {
            return of(Kind.FORBIDDEN, refused.getMessage(), refused.errors());
        }
        if (failure instanceof ServiceFailure service && service.kind() != Kind.INTERNAL) {
            return of(service.kind(), service.getMessage(), List.of());
        }
        if (failure != null && (status == UNREAD || status == 400)) {
            return plain(400, "the body did not arrive as the header announces it");
        }
        if (failure != null && (status == 500 || status < 400)) {
            return plain(500, null);
        }
        int code = status < 400 ? 400 : status;
        return plain(code, explain(code));
    }

    private static Problem of(Kind kind, @Nullable String detail, List<FieldError> errors) {
        int status = Kinds.status(kind);
        return new Problem(Kinds.urn(kind), title(status), status, detail, errors, null);
    }

    /** Whether it is a failure of ours, whose cause must be found. */
    @JsonIgnore
    public boolean isOurs() {
        return status == 500;
    }

    private static @Nullable String explain(int status) {
        return switch (status) {
            case 400 -> "the request line, its query or the header cannot be read";
            case 404 -> "there is nothing at this path";
            case 405 -> "this path does not take this method; the allow header says which it takes";
            case 408 -> "the request took too long to arrive";
            case 413 -> "the body is larger than this port takes";
            case 414 ->
                "the request line is longer than the " + HttpListener.MAX_REQUEST_LINE
                        + " bytes that this port takes; a large filter can be sent as a message of a WebSocket";
            case 417 -> "the only expectation that is met here is 100-continue";
            case 431 -> "the header is larger than the " + HttpListener.MAX_HEADER + " bytes that this port takes";
            default -> null;
        };
    }

    /** A problem that its status explains. */
    public static Problem plain(int status, @Nullable String detail) {
        return new Problem("about:blank", title(status), status, detail, List.of(), null);
    }

    /** Events that were asked for have passed retention; {@code first} is the first seq that is kept. */
    public static Problem gone(long first) {
        return new Problem(
                "urn:nocturne:problem:passed-retention",
                title(410),
                410,
                "the events before seq " + first + " have passed retention",
                List.of(),
                first);
    }

    /** Ends the response, unless its head is already sent: then the connection is cut, so that no one takes it for whole. */
    public Future<Void> send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return Future.succeededFuture();
        }
        if (response.headWritten()) {
            return request.connection().close();
        }
        if (status == 503) {
            response.putHeader("retry-after", Integer.toString(RETRY_AFTER_SECONDS));
        }
        if (status == 401 && !response.headers().contains("www-authenticate")) {
            response.putHeader("www-authenticate", Bearer.MISSING);
        }
        if (status == 408 || status == 413) {
            response.putHeader("connection", "close");
        }
        return response.setStatusCode(status)
                .putHeader("content-type", CONTENT_TYPE)
                .end(Json.text(this));
    }

    private static String title(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
