package dev.nocturne.http;

import dev.nocturne.config.Address;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How every HTTP port of a node is opened: with limits set, over TLS if there is a certificate, and with requests that are
 * not HTTP answered as problems. What no role can serve ends here, and so does what a role's handler throws. HTTP/1.1 only, as the connections of screens are taken over from Vert.x. Safe for all
 * threads.
 */
public final class HttpListener {
    /** In bytes: a token of 8 KB and a filter of 1,000 sites with names of 17 characters. */
    public static final int MAX_REQUEST_LINE = 32 * 1024;

    /** In bytes, for all fields: a token of 8 KB, and as much for what clients and proxies add. */
    public static final int MAX_HEADER = 16 * 1024;

    private static final int IDLE_SECONDS = 60;
    private static final int HANDSHAKE_SECONDS = 5;
    private static final String NO_SNIFF = "x-content-type-options";
    private static final String NO_SNIFF_VALUE = "nosniff";
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private final List<HttpServer> open = new CopyOnWriteArrayList<>();
    private volatile @Nullable PemKeyCertOptions certificate;

    private HttpListener(@Nullable PemKeyCertOptions certificate) {
        this.certificate = certificate;
    }

    /** Anybody on the way can read. */
    public static HttpListener plain() {
        return new HttpListener(null);
    }

    public static HttpListener tls(PemKeyCertOptions certificate) {
        return new HttpListener(certificate);
    }

    public boolean isTls() {
        return certificate != null;
    }

    /** A bound address as a client would type it. */
    public String url(Address address) {
        return address.url(isTls() ? "https" : "http");
    }

    /** Limits for a port on {@code address}; the caller may add its own. */
    public HttpServerOptions options(Address address) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setMaxHeaderSize(MAX_HEADER)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false);
        PemKeyCertOptions shown = certificate;
        if (shown != null) {
            options.setSsl(true).setKeyCertOptions(shown).setEnabledSecureTransportProtocols(PROTOCOLS);
        }
        return options;
    }

    /**
     * Fails when the address is taken.
     *
     * @param connections shared by all listeners of the port; whoever made them starts them
     */
    public Future<HttpServer> listen(
            Vertx vertx, HttpServerOptions options, HttpConnections connections, Handler<HttpServerRequest> handler) {
        FailureLog failures = new FailureLog();
        failures.start(vertx);
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    connections.opened(connection);
                    HttpExchanges.watch(((ConnectionBase) connection).channel());
                })
                .requestHandler(request -> {
                    connections.heard(request.connection());
                    receive(request, handler, failures);
                })
                .invalidRequestHandler(HttpListener::refuse)
                .listen()
                .onSuccess(open::add);
    }

    private static void receive(HttpServerRequest request, Handler<HttpServerRequest> handler, FailureLog failures) {
        request.response().putHeader(NO_SNIFF, NO_SNIFF_VALUE);
        String fault = RequestTarget.fault(request);
        if (fault != null) {
            Problem.plain(400, fault).send(request);
        } else if (!isReadable(request)) {
            request.response().putHeader("connection", "close");
            Problem.plain(501, "the only transfer-encoding that is read is chunked")
                    .send(request);
        } else if (RequestTarget.isServer(request)) {
            request.response().setStatusCode(204).end();
        } else {
            try {
                handler.handle(request);
            } catch (RuntimeException e) {
                Problem problem = Problem.of(e, 500);
                if (problem.isOurs()) {
                    failures.report(request, e);
                }
                problem.send(request);
            }
        }
    }

    /** Shows this certificate to whoever connects from now on; what is connected stays so. */
    public Future<?> renew(PemKeyCertOptions next) {
        if (!isTls()) {
            throw new IllegalStateException("these ports were opened without TLS");
        }
        certificate = next;
        ServerSSLOptions options = new ServerSSLOptions()
                .setKeyCertOptions(next)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setUseAlpn(false);
        return Future.join(open.stream()
                .<Future<?>>map(server -> server.updateSSLOptions(options))
                .toList());
    }

    private static boolean isReadable(HttpServerRequest request) {
        List<String> codings = HeaderList.elements(request.headers(), HttpHeaders.TRANSFER_ENCODING);
        return codings.isEmpty() || (codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"));
    }

    private static void refuse(HttpServerRequest request) {
        Problem problem = Problem.of(null, statusOf(request.decoderResult().cause()));
        request.response().putHeader("connection", "close").putHeader(NO_SNIFF, NO_SNIFF_VALUE);
        problem.send(request);
    }

    private static int statusOf(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }
}
