package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.auth.Authenticator;
import dev.nocturne.bus.ServiceFailure;
import dev.nocturne.bus.ServiceFailure.Kind;
import dev.nocturne.http.Bearer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For whom a request speaks. */
final class Credentials {
    private static final String TOKEN = "token";
    private static final String TICKET = "ticket";

    private final Authenticator authenticator;
    private final Tickets tickets;

    Credentials(Authenticator authenticator, Tickets tickets) {
        this.authenticator = authenticator;
        this.tickets = tickets;
    }

    /**
     * By its header. Where nobody need be known, that is {@link Access#ANONYMOUS}; else it fails with
     * {@code UNAUTHENTICATED}.
     */
    Future<Access> required(HttpServerRequest request) {
        return known(request, Bearer.token(request.getHeader(HttpHeaders.AUTHORIZATION)))
                .compose(access -> access.<Future<Access>>map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(
                                new ServiceFailure(Kind.UNAUTHENTICATED, "a token is needed: authorization: Bearer"))));
    }

    /**
     * By its header, or by the query's {@code ticket} or {@code token}, which are taken out of it; for clients that can set
     * no header. Empty when it shows nothing, and that is not enough.
     */
    Future<Optional<Access>> ofStream(HttpServerRequest request) {
        String ticket = taken(request, TICKET);
        String token = taken(request, TOKEN);
        if (ticket != null) {
            return tickets.redeem(ticket).map(Optional::of);
        }
        return known(
                request,
                Bearer.token(request.getHeader(HttpHeaders.AUTHORIZATION)).or(() -> Optional.ofNullable(token)));
    }

    private static @Nullable String taken(HttpServerRequest request, String name) {
        String value = request.params().get(name);
        request.params().remove(name);
        return value;
    }

    private Future<Optional<Access>> known(HttpServerRequest request, Optional<String> token) {
        if (token.isEmpty()) {
            return Future.succeededFuture(authenticator.anonymous());
        }
        return authenticator
                .authenticate(token.get())
                .map(Optional::of)
                .onFailure(failure -> request.response().putHeader("www-authenticate", Bearer.INVALID));
    }
}
