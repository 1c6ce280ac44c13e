package dev.nocturne.bench.fanout;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Plain Vert.x with its default options: one event loop, and {@code writeTextMessage} in a loop over the sockets. No event
 * is begun while a socket is full. A POST is pushed as it came, and then answered.
 */
final class PlainServer extends VerticleBase {
    private static final int START_SECONDS = 10;

    private final Set<ServerWebSocket> sockets = new LinkedHashSet<>();
    private final Set<ServerWebSocket> full = new LinkedHashSet<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Backlog backlog = new Backlog(this::wake);
    private int port;
    private long seq;

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException, TimeoutException {
        PlainServer plain = new PlainServer();
        Vertx.vertx().deployVerticle(plain).await(START_SECONDS, TimeUnit.SECONDS);
        Served.serve(plain.port, ProcessHandle.current().pid(), plain.backlog);
    }

    @Override
    public Future<?> start() {
        HttpServer server = vertx.createHttpServer();
        return server.requestHandler(this::post)
                .webSocketHandler(this::open)
                .listen(0, "127.0.0.1")
                .onSuccess(listening -> port = listening.actualPort());
    }

    private void open(ServerWebSocket socket) {
        sockets.add(socket);
        socket.drainHandler(drained -> hasRoom(socket));
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(closed -> {
            sockets.remove(socket);
            hasRoom(socket);
        });
    }

    private void post(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> {
                    push(body.toString());
                    request.response().setStatusCode(201).end();
                })
                .onFailure(failure -> request.connection().close());
    }

    /** For all threads. */
    private void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(run -> {
                woken.set(false);
                pushBacklog();
            });
        }
    }

    /** One event in each turn of the loop, so that other work gets its turn too. */
    private void pushBacklog() {
        @Nullable Long madeAt = full.isEmpty() ? backlog.poll() : null;
        if (madeAt != null) {
            seq++;
            push(EventText.of(seq, madeAt));
            wake();
        }
    }

    private void push(String text) {
        for (ServerWebSocket socket : sockets) {
            socket.writeTextMessage(text);
            if (socket.writeQueueFull()) {
                full.add(socket);
            }
        }
    }

    private void hasRoom(ServerWebSocket socket) {
        if (full.remove(socket) && full.isEmpty()) {
            wake();
        }
    }
}
