package dev.nocturne.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests come from 127.0.0.1, over a real connection. */
@ExtendWith(VertxExtension.class)
class ProxiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    # listed             ; X-Forwarded-For                  ; who it is
                    ''                   ; 203.0.113.9                      ; 127.0.0.1
                    10.0.0.0/8           ; 203.0.113.9                      ; 127.0.0.1
                    127.0.0.1            ; 203.0.113.9                      ; 203.0.113.9
                    127.0.0.1            ; '198.51.100.1, 203.0.113.9'      ; 203.0.113.9
                    127.0.0.0/8,10.0.0.0/8 ; '198.51.100.1, 203.0.113.9, 10.1.2.3' ; 203.0.113.9
                    127.0.0.1,fd00::/8   ; '2001:db8:1:2:3::4, fd00::7'     ; 20010db800010002/64
                    127.0.0.1            ; '203.0.113.9:51234'              ; 203.0.113.9
                    127.0.0.1            ; '[2001:db8:1:2:3::4]:443'        ; 20010db800010002/64
                    127.0.0.1            ; '[2001:db8:1:2:3::4]'            ; 20010db800010002/64
                    127.0.0.1            ; '::ffff:203.0.113.9'             ; 203.0.113.9
                    127.0.0.1            ; '::FFFF:203.0.113.9%eth0'        ; 203.0.113.9
                    127.0.0.1            ; 'a host'                         ; 127.0.0.1
                    127.0.0.1            ; '203.0.113.9, '                  ; 127.0.0.1
                    127.0.0.1            ; ''                               ; 127.0.0.1
                    0.0.0.0/0            ; '198.51.100.1, 203.0.113.9'      ; 198.51.100.1
                    """)
    void theLastWhomNoListedProxyVouchesForIsTheClient(String listed, String said, String client, Vertx vertx)
            throws Exception {
        assertThat(client(vertx, new Proxies(networks(listed)), List.of(said))).isEqualTo(client);
    }

    @Test
    void severalHeadersAreOneList(Vertx vertx) throws Exception {
        Proxies proxies = new Proxies(List.of("127.0.0.1", "10.0.0.0/8"));

        assertThat(client(vertx, proxies, List.of("198.51.100.1, 203.0.113.9", "10.0.0.1")))
                .isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0", "fd00::/129", "/8"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Proxies(List.of(text)));
    }

    private static List<String> networks(String listed) {
        return listed.isEmpty() ? List.of() : List.of(listed.split(","));
    }

    private static String client(Vertx vertx, Proxies proxies, List<String> said) throws Exception {
        var server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(proxies.client(request)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return vertx.createHttpClient(new HttpClientOptions().setDefaultHost("127.0.0.1"))
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> with(request, said).send())
                .compose(HttpClientResponse::body)
                .map(Buffer::toString)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static HttpClientRequest with(HttpClientRequest request, List<String> said) {
        return request.putHeader("x-forwarded-for", said);
    }
}
