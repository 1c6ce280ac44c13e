package dev.nocturne.push;

import dev.nocturne.http.Bearer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request for a stream shows of who it is from: clients that can set no header put it into the address. */
record Shown(Optional<String> token, Optional<String> ticket) {
    private static final String TOKEN = "token";
    private static final String TICKET = "ticket";

    /** Takes both out of the query. */
    static Shown of(HttpServerRequest request) {
        Optional<String> ticket = Optional.ofNullable(taken(request, TICKET));
        Optional<String> token = Optional.ofNullable(taken(request, TOKEN));
        return new Shown(
                Bearer.token(request.getHeader(HttpHeaders.AUTHORIZATION)).or(() -> token), ticket);
    }

    private static @Nullable String taken(HttpServerRequest request, String name) {
        String value = request.params().get(name);
        request.params().remove(name);
        return value;
    }

    /** Nothing of them. */
    @Override
    public String toString() {
        return "Shown[]";
    }
}
