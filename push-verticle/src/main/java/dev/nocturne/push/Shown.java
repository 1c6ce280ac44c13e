package dev.nocturne.push;

import dev.nocturne.http.Bearer;
import dev.nocturne.input.InvalidInput;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a request for a stream shows of who it is from: clients that can set no header put it into the address. */
record Shown(Optional<String> token, Optional<String> ticket) {
    private static final String TOKEN = "token";
    private static final String TICKET = "ticket";

    /**
     * Takes both out of the query.
     *
     * @throws InvalidInput if there is more than one (RFC 6750 section 2)
     */
    static Shown of(HttpServerRequest request) {
        Stream<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION).stream()
                .flatMap(header -> Bearer.token(header).stream());
        List<String> tokens =
                Stream.concat(headers, taken(request, TOKEN).stream()).toList();
        List<String> tickets = taken(request, TICKET);
        if (tokens.size() + tickets.size() > 1) {
            throw new InvalidInput("show one token or ticket, and once");
        }
        return new Shown(tokens.stream().findFirst(), tickets.stream().findFirst());
    }

    private static List<String> taken(HttpServerRequest request, String name) {
        List<String> values = List.copyOf(request.params().getAll(name));
        request.params().remove(name);
        return values;
    }

    /** Nothing of them. */
    @Override
    public String toString() {
        return "Shown[]";
    }
}
