package dev.nocturne.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nocturne.config.Address;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What every port of a node does with a request, octet by octet. */
@ExtendWith(VertxExtension.class)
class HttpListenerTest {
    private static final String HOST = "host: localhost\r\n";
    private static final String POST = "POST /late HTTP/1.1\r\n" + HOST;
    private static final long LATE_MILLIS = 100;

    private Vertx vertx;
    private int port;

    @BeforeEach
    void listen(Vertx fresh) throws Exception {
        vertx = fresh;
        Address any = new Address("127.0.0.1", 0);
        HttpListener listener = HttpListener.plain();
        port = listener.listen(
                        vertx,
                        listener.options(any),
                        new HttpConnections(new Proxies(List.of()), 1_000, 1_000),
                        this::handle)
                .await(5, SECONDS)
                .actualPort();
    }

    /** Answers with the body, later: what a store would take. */
    private void handle(HttpServerRequest request) {
        if ("/fault".equals(request.path())) {
            throw new IllegalStateException("secret\nof ours");
        }
        request.body()
                .onSuccess(body ->
                        vertx.setTimer(LATE_MILLIS, late -> request.response().end("<" + body + ">")));
    }

    @Test
    void whoHasSaidAllAndClosedItsHalfIsAnswered() throws Exception {
        assertThat(raw(POST + "content-length: 2\r\n\r\n{}", true))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("<{}>");
        assertThat(raw(POST + "transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", true))
                .endsWith("<{}>");
        assertThat(raw(POST.replace("1.1", "1.0") + "content-length: 2\r\n\r\n{}", true))
                .endsWith("<{}>");
    }

    @Test
    void everyRequestBeforeTheHalfCloseIsAnsweredInOrder() throws Exception {
        String answers = raw(
                POST + "content-length: 1\r\n\r\na" + POST + "content-length: 1\r\n\r\nb" + POST
                        + "expect: 100-continue\r\ncontent-length: 1\r\n\r\nc",
                true);

        assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(4);
        assertThat(answers.replaceAll("(?s)[^<]*<(.)>", "$1")).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "POST /late HTTP/1.1\r\n", POST + "content-length: 9\r\n\r\n{", "GET"})
    void whoClosesItsHalfTooEarlyIsClosed(String half) throws Exception {
        assertThat(raw(half, true)).doesNotContain("HTTP/1.1 2");
    }

    @Test
    void anAnswerMayBeSentBeforeTheClientsHalfIsClosed() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((POST + "content-length: 2\r\n\r\n{}").getBytes(ISO_8859_1));
            String answer = "";
            while (!answer.endsWith("<{}>")) {
                answer += (char) socket.getInputStream().read();
            }
            socket.shutdownOutput();

            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "close, TE", "TE, close", "te\r\nconnection: close"})
    void aConnectionIsClosedHoweverThatIsAskedFor(String connection) throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\n" + HOST + "connection: " + connection + "\r\n\r\n", false))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /% HTTP/1.1', 400",
        "'GET /%zz HTTP/1.1', 400",
        "'GET /a%00b HTTP/1.1', 400",
        "'GET /%c0%af HTTP/1.1', 400",
        "'GET /%ff HTTP/1.1', 400",
        "'GET /\u00ff HTTP/1.1', 400",
        "'GET x HTTP/1.1', 400",
        "'GET * HTTP/1.1', 400",
        "'GET ? HTTP/1.1', 400",
        "'GET  HTTP/1.1', 400",
        "'CONNECT a:1 HTTP/1.1', 400",
        "'GET /%C3%A3 HTTP/1.1', 200",
        "'GET //a HTTP/1.1', 200",
        "'GET http://localhost/a HTTP/1.1', 200",
        "'GET http://localhost HTTP/1.1', 200",
        "'OPTIONS * HTTP/1.1', 204"
    })
    void theTargetIsAPathOfText(String line, int status) throws Exception {
        String answer = raw(line + "\r\n" + HOST + "connection: close\r\n\r\n", false);

        assertThat(answer).startsWith("HTTP/1.").contains(" " + status + " ", "x-content-type-options: nosniff");
        assertThat(answer.contains("application/problem+json")).isEqualTo(status == 400);
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, '', 400",
        "1.1, 'host: a\r\nhost: a\r\n', 400",
        "1.1, 'host: a b\r\n', 400",
        "1.1, 'host: a:x\r\n', 400",
        "1.1, 'host: [::1]:80\r\n', 200",
        "1.0, '', 200"
    })
    void theHostIsToldOnce(String version, String host, int status) throws Exception {
        assertThat(raw("GET / HTTP/" + version + "\r\n" + host + "connection: close\r\n\r\n", false))
                .startsWith("HTTP/" + version + " " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({"chunked, 200", "Chunked, 200", "'gzip, chunked', 501", "'gzip\r\ntransfer-encoding: chunked', 501"})
    void aBodyIsSentPlainOrInChunks(String coding, int status) throws Exception {
        assertThat(raw(
                        POST + "connection: close\r\ntransfer-encoding: " + coding + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                        false))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 2\r\ncontent-length: 3\r\n\r\n{}",
                "content-length: +2\r\n\r\n{}",
                "content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            })
    void aLengthThatIsTwoThingsIs400(String rest) throws Exception {
        assertThat(raw(POST + rest, false)).contains(" 400 ").doesNotContain(" 200 ");
    }

    @Test
    void theLongestLineAndHeaderAreTakenAndOnesBeyondAreToldSo() throws Exception {
        String line = "GET /?" + "x".repeat(HttpListener.MAX_REQUEST_LINE - "GET /? HTTP/1.1".length());
        String field = "authorization: Bearer " + "t".repeat(8 * 1024) + "\r\n";
        String rest = "x: " + "y".repeat(HttpListener.MAX_HEADER - field.length() - HOST.length() - 40) + "\r\n";
        String end = "connection: close\r\n\r\n";

        assertThat(raw(line + " HTTP/1.1\r\n" + HOST + field + rest + end, false))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw(line + "xx HTTP/1.1\r\n" + HOST + end, false)).contains(" 414 ", "32768 bytes");
        assertThat(raw("GET / HTTP/1.1\r\n" + HOST + field + field + end, false))
                .contains(" 431 ", "16384 bytes");
    }

    @Test
    void aFailureOfOursIs500AndOneLineOfTheLogAtABoundedRate() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);

        for (int i = 0; i < 100; i++) {
            assertThat(raw("GET /fault HTTP/1.1\r\n" + HOST + "connection: close\r\n\r\n", false))
                    .startsWith("HTTP/1.1 500 ")
                    .doesNotContain("secret");
        }
        logger.detachAppender(log);

        assertThat(log.list).hasSizeBetween(20, 60).allMatch(event -> event.getThrowableProxy() == null);
        assertThat(log.list.get(0).getKeyValuePairs().toString())
                .contains("/fault", "IllegalStateException: secret\\u000aof ours", "HttpListenerTest.handle")
                .doesNotContain("\n");
    }

    private String raw(String request, boolean halfClose) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            if (halfClose) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
