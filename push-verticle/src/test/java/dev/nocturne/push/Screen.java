package dev.nocturne.push;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.config.Address;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A WebSocket client as a wall screen is one. */
final class Screen {
    private static final int SWITCHED = 101;
    private static final int MAX_FRAME = 1_000_000;

    /** Held because Vert.x closes a client, and its sockets, when it is no longer reachable. */
    private final WebSocketClient client;

    private final ClientWebSocket socket;
    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Short> closed = new CompletableFuture<>();

    private Screen(Vertx vertx) {
        client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(MAX_FRAME).setMaxMessageSize(MAX_FRAME));
        socket = client.webSocket();
        socket.textMessageHandler(text -> messages.add(new JsonObject(text)));
        socket.closeHandler(end -> closed.complete(socket.closeStatusCode()));
    }

    /** Connects, and reads the first {@code subscribed} and {@code heartbeat}. */
    static Screen open(Vertx vertx, Address address, String query) throws Exception {
        Screen screen = new Screen(vertx);
        screen.connect(address, query, MultiMap.caseInsensitiveMultiMap()).await(5, SECONDS);
        return screen;
    }

    /** The status of the answer to an upgrade with this Origin, if any; 101 is a socket, which is closed again. */
    static int attempt(Vertx vertx, Address address, @Nullable String origin) throws Exception {
        Screen screen = new Screen(vertx);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (origin != null) {
            headers.add("origin", origin);
        }
        try {
            screen.connect(address, "", headers).await(5, SECONDS);
            return SWITCHED;
        } catch (UpgradeRejectedException e) {
            return e.getStatus();
        } finally {
            screen.client.close().await(5, SECONDS);
        }
    }

    private Future<WebSocket> connect(Address address, String query, MultiMap headers) {
        return socket.connect(new WebSocketConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setURI("/ws/alerts" + query)
                .setHeaders(headers));
    }

    /** The next message; the state of the hops is told beside what most tests look at, and is dropped. */
    JsonObject next() throws Exception {
        JsonObject message = any();
        while (message.getString("event").equals("hops")) {
            message = any();
        }
        return message;
    }

    private JsonObject any() throws Exception {
        JsonObject message = messages.poll(10, SECONDS);
        assertThat(message).as("a message within 10 seconds").isNotNull();
        return message;
    }

    /** The next message of this kind; what comes before it is dropped. */
    JsonObject next(String event) throws Exception {
        JsonObject message = any();
        while (!message.getString("event").equals(event)) {
            message = any();
        }
        return message;
    }

    /** The seqs of the next events; notices between them are dropped. */
    List<Long> events(int count) throws Exception {
        List<Long> seqs = new ArrayList<>();
        while (seqs.size() < count) {
            seqs.add(next("alert.created").getLong("seq"));
        }
        return seqs;
    }

    Screen send(String message) throws Exception {
        socket.writeTextMessage(message).await(5, SECONDS);
        return this;
    }

    WebSocket socket() {
        return socket;
    }

    short closeCode() throws Exception {
        return closed.get(10, SECONDS);
    }

    boolean isClosed() {
        return closed.isDone();
    }
}
