package dev.nocturne.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nocturne.config.Address;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HttpConnectionsTest {
    private static final int ANY_PORT = 0;
    private static final Proxies NONE = new Proxies(List.of());

    private Vertx vertx;
    private HttpServer server;

    @BeforeEach
    void setUp(Vertx fresh) throws Exception {
        vertx = fresh;
        listen(NONE, 2, 2);
    }

    private void listen(Proxies proxies, int most, int mostPerAddress) throws Exception {
        HttpConnections connections = new HttpConnections(proxies, most, mostPerAddress, Duration.ofSeconds(2));
        connections.start(vertx);
        server = vertx.createHttpServer(HttpListener.plain().options(new Address("127.0.0.1", 0)))
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    connections.heard(request.connection());
                    request.response().end("ok");
                })
                .listen()
                .await(10, SECONDS);
    }

    @Test
    void aHeaderThatComesOctetByOctetEndsTheConnection() throws Exception {
        try (Socket dripping = open()) {
            dripping.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nx-a: ".getBytes(US_ASCII));

            await().atMost(30, SECONDS).until(() -> isCutAfterOneMore(dripping));
        }
    }

    private static boolean isCutAfterOneMore(Socket socket) {
        try {
            socket.getOutputStream().write('a');
            return socket.getInputStream().available() > 0
                    || socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void oneConnectionTooManyIsClosedUntilAnotherLeaves() throws Exception {
        Socket first = open();
        try (Socket second = open()) {
            assertThat(isServed(first)).isTrue();
            assertThat(isServed(second)).isTrue();
            try (Socket third = open()) {
                assertThat(isServed(third)).isFalse();
            }

            first.close();

            await().atMost(10, SECONDS).until(() -> {
                try (Socket next = open()) {
                    return isServed(next);
                }
            });
        }
    }

    @Test
    void oneAddressHasNotAllPlacesAndAProxyHas() throws Exception {
        listen(NONE, 10, 1);
        try (Socket first = open();
                Socket second = open();
                Socket other = open("127.0.0.2")) {
            assertThat(isServed(first)).isTrue();
            assertThat(isServed(second)).isFalse();
            assertThat(isServed(other)).isTrue();
        }
        await().atMost(10, SECONDS).until(() -> {
            try (Socket next = open()) {
                return isServed(next);
            }
        });

        listen(new Proxies(List.of("127.0.0.1")), 10, 1);
        try (Socket first = open();
                Socket second = open()) {
            assertThat(isServed(first)).isTrue();
            assertThat(isServed(second)).isTrue();
        }
    }

    private Socket open() throws IOException {
        return open("127.0.0.1");
    }

    private Socket open(String from) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), server.actualPort(), InetAddress.getByName(from), ANY_PORT);
        socket.setSoTimeout(200);
        return socket;
    }

    private static boolean isServed(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        try {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (SocketException e) {
            return false;
        }
    }
}
