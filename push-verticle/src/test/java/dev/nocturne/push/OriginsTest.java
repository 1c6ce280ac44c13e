package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class OriginsTest {
    private static final List<String> NONE = List.of();

    @ParameterizedTest
    @CsvSource({
        "http://noc.example:8080, true",
        "http://NOC.example:8080, true",
        "HTTP://noc.example:8080, true",
        "https://noc.example:8080, true",
        "http://noc.example, false",
        "http://noc.example:8081, false",
        "http://evil.example:8080, false",
        "http://noc.example.evil.example:8080, false",
        "http://noc.example:8080@evil.example, false",
        "null, false",
        "file://, false",
        "ftp://noc.example:8080, false",
        "'', false",
        "http://[, false",
        "*, false"
    })
    void withoutAListOnlyTheOwnHostMayOpenASocket(String origin, boolean allowed, Vertx vertx) throws Exception {
        assertThat(allow(vertx, NONE, "noc.example", 8080, origin)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "http://noc.example, 80, true",
        "http://noc.example:80, 80, true",
        "http://noc.example, 443, false",
        "https://noc.example, 443, true"
    })
    void theSchemesOwnPortMayBeLeftOut(String origin, int port, boolean allowed, Vertx vertx) throws Exception {
        assertThat(allow(vertx, NONE, "noc.example", port, origin)).isEqualTo(allowed);
    }

    @Test
    void aListedOneIsAllowedAndNoOther(Vertx vertx) throws Exception {
        List<String> listed = List.of("https://wall.example");

        assertThat(allow(vertx, listed, "noc.example", 8080, "https://wall.example"))
                .isTrue();
        assertThat(allow(vertx, listed, "noc.example", 8080, "http://wall.example"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://wall.example, https://WALL.example, true",
        "https://Wall.example/, https://wall.example, true",
        "https://wall.example:443, https://wall.example, true",
        "https://wall.example, https://wall.example:443, true",
        "https://[2001:DB8::1]:8443, https://[2001:db8::1]:8443, true",
        "https://wall.example, https://wall.example:8443, false",
        "https://wall.example, https://wall.example.evil.example, false",
        "https://wall.example, 'https://wall.example https://evil.example', false",
        "https://wall.example, https://wall.example/path, false",
        "https://wall.example, https://user@wall.example, false",
        "null, null, true"
    })
    void aListedOneIsComparedAsAnOriginAndNotAsText(String listed, String origin, boolean allowed, Vertx vertx)
            throws Exception {
        assertThat(allow(vertx, List.of(listed), "noc.example", 8080, origin)).isEqualTo(allowed);
    }

    @Test
    void aStarAllowsAny(Vertx vertx) throws Exception {
        assertThat(allow(vertx, List.of("*"), "noc.example", 8080, "https://any.example"))
                .isTrue();
    }

    @Test
    void whoSendsNoOriginIsNoBrowser(Vertx vertx) throws Exception {
        assertThat(ask(vertx, NONE, new RequestOptions().setHost("noc.example").setPort(8080)))
                .isTrue();
    }

    private static boolean allow(Vertx vertx, List<String> listed, String host, int port, String origin)
            throws Exception {
        return ask(
                vertx, listed, new RequestOptions().setHost(host).setPort(port).putHeader("origin", origin));
    }

    private static boolean ask(Vertx vertx, List<String> listed, RequestOptions options) throws Exception {
        Origins origins = new Origins(listed);
        int bound = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(Boolean.toString(origins.allow(request))))
                .listen(0, "127.0.0.1")
                .await(5, SECONDS)
                .actualPort();
        Promise<Boolean> answer = Promise.promise();
        vertx.runOnContext(run -> vertx.createHttpClient()
                .request(options.setServer(SocketAddress.inetSocketAddress(bound, "127.0.0.1")))
                .compose(request -> request.send())
                .compose(response -> response.body())
                .map(body -> Boolean.parseBoolean(body.toString()))
                .onComplete(answer));
        return answer.future().await(5, SECONDS);
    }
}
