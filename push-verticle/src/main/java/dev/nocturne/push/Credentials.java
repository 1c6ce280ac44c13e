package dev.nocturne.push;

import dev.nocturne.auth.Access;
import dev.nocturne.auth.Authenticator;
import dev.nocturne.http.Bearer;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import java.util.regex.Pattern;

/** For whom a request speaks. */
final class Credentials {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?::1]?");

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
        return shown(request).compose(token -> proven(request, token));
    }

    /** For what the request's header shows, which holds; fails as {@link Tickets#issue} does. */
    Future<String> ticket(HttpServerRequest request, Access access) {
        return shown(request).compose(token -> tickets.issue(access, token));
    }

    private Future<Access> proven(HttpServerRequest request, Optional<String> token) {
        return known(request, token)
                .compose(access -> access.<Future<Access>>map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(
                                new ServiceFailure(Kind.UNAUTHENTICATED, "a token is needed: authorization: Bearer"))));
    }

    private static Future<Optional<String>> shown(HttpServerRequest request) {
        try {
            return Future.succeededFuture(Bearer.token(request));
        } catch (ServiceFailure e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * Empty when it shows nothing, and that is not enough. A ticket is worth what its token, or no token, is worth here
     * and now.
     */
    Future<Optional<Access>> of(HttpServerRequest request, Shown shown) {
        return shown.ticket().isPresent()
                ? tickets.redeem(shown.ticket().get())
                        .compose(token -> proven(request, token))
                        .map(Optional::of)
                : known(request, shown.token());
    }

    private Future<Optional<Access>> known(HttpServerRequest request, Optional<String> token) {
        if (token.isEmpty()) {
            return Future.succeededFuture(isOfThisMachine(request) ? authenticator.anonymous() : Optional.empty());
        }
        return authenticator
                .authenticate(token.get())
                .map(Optional::of)
                .onFailure(failure -> request.response().putHeader("www-authenticate", Bearer.INVALID));
    }

    /**
     * Whether the address that the client has asked for can only be of its own machine. A page elsewhere can have its own
     * name lead here, and is then no foreign page for the browser.
     */
    private static boolean isOfThisMachine(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        return asked != null && LOOPBACK.matcher(asked.host()).matches();
    }
}
