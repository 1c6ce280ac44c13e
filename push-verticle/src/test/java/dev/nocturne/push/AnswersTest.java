package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.nocturne.model.ServiceFailure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class AnswersTest {
    /** More than the kernel takes for a client that does not read. */
    private static final int SIZE = 16 << 20;

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Test
    void whatIsNotReadIsMemoryThatOthersDoNotGetUntilItsClientHasGone(Vertx vertx) throws Exception {
        Answers answers = new Answers(SIZE);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    try {
                        answers.end(request.response(), Buffer.buffer(new byte[SIZE]));
                        sent.incrementAndGet();
                    } catch (ServiceFailure e) {
                        refused.incrementAndGet();
                        request.response().setStatusCode(503).end();
                    }
                })
                .listen(0)
                .await(5, SECONDS);
        Socket silent = ask(server);
        await().atMost(5, SECONDS).until(() -> sent.get() == 1);
        ask(server).close();
        await().atMost(5, SECONDS).until(() -> refused.get() == 1);

        silent.close();

        await().atMost(10, SECONDS).until(() -> {
            ask(server).close();
            return sent.get() > 1;
        });
    }

    private static Socket ask(HttpServer server) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
        socket.getOutputStream().write("GET / HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
