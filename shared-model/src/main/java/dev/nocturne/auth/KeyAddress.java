package dev.nocturne.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A key set that an identity provider serves. Redirects are not followed. */
public final class KeyAddress implements KeySource.Content {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final long TIMEOUT_MILLIS = 5_000;

    private final URI address;
    private final HttpClient http;

    KeyAddress(Vertx vertx, URI address) {
        this.address = address;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setSsl("https".equals(address.getScheme()))
                .setConnectTimeout((int) TIMEOUT_MILLIS)
                .setMaxHeaderSize(KeySource.MAX_BYTES));
    }

    public static boolean isAddress(String text) {
        return text.startsWith("https://") || text.startsWith("http://");
    }

    /** Whether nobody on the way can put other keys in: TLS, or no way at all. */
    public static boolean isSafe(String text) {
        try {
            URI address = new URI(text);
            return address.getHost() != null
                    && ("https".equals(address.getScheme()) || LOOPBACK.contains(address.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public Future<Buffer> read() {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address.toString())
                .setFollowRedirects(false)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("accept", "application/jwk-set+json, application/json");
        return http.request(request)
                .compose(opened -> opened.send().compose(KeyAddress::body))
                .timeout(2 * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            response.request().reset();
            return Future.failedFuture(new BadKey("answers " + response.statusCode()));
        }
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            body.appendBuffer(part);
            if (body.length() > KeySource.MAX_BYTES) {
                response.request().reset();
            }
        });
        return response.end().map(ended -> body);
    }

    @Override
    public void close() {
        http.close();
    }
}
