package dev.nocturne.push;

import dev.nocturne.http.Bearer;
import dev.nocturne.http.Query;
import dev.nocturne.input.InvalidInput;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a request for a stream shows of who it is from: clients that can set no header put it into the address. */
record Shown(Optional<String> token, Optional<String> ticket) {
    /** @throws InvalidInput if there is more than one (RFC 6750 section 2) */
    static Shown of(HttpServerRequest request, Query query) {
        Stream<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION).stream()
                .flatMap(header -> Bearer.token(header).stream());
        List<String> tokens =
                Stream.concat(headers, query.all(Subscribe.TOKEN).stream()).toList();
        List<String> tickets = query.all(Subscribe.TICKET);
        if (tokens.size() + tickets.size() > 1) {
            throw new InvalidInput("show one token or ticket, and once");
        }
        return new Shown(tokens.stream().findFirst(), tickets.stream().findFirst());
    }

    /** Nothing of them. */
    @Override
    public String toString() {
        return "Shown[]";
    }
}
