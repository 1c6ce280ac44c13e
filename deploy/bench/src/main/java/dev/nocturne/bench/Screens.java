package dev.nocturne.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Sockets that wait for alerts, and a sender that posts them: both in this process, so one clock times both ends. */
final class Screens {
    private static final int CONNECTIONS = 64;

    private final Vertx vertx;
    private final Nocturne nocturne;
    private final int count;
    private final HttpClient http;
    private final Bodies bodies = new Bodies();
    private final Map<String, Sent> waiting = new ConcurrentHashMap<>();
    private volatile Times times = Times.none();

    private record Sent(long at, AtomicInteger screensLeft) {}

    /**
     * All from just before a POST.
     *
     * @param frame to the arrival of the frame at each screen
     * @param lastFrame to the arrival at the last screen
     * @param ack to the answer
     */
    record Times(Histogram frame, Histogram lastFrame, Histogram ack, AtomicInteger refused) {
        static Times none() {
            return new Times(
                    new ConcurrentHistogram(3),
                    new ConcurrentHistogram(3),
                    new ConcurrentHistogram(3),
                    new AtomicInteger());
        }
    }

    private Screens(Vertx vertx, Nocturne nocturne, int count) {
        this.vertx = vertx;
        this.nocturne = nocturne;
        this.count = count;
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Completes when all are connected. */
    static Future<Screens> connect(Vertx vertx, Nocturne nocturne, int count) {
        Screens screens = new Screens(vertx, nocturne, count);
        Promise<Object> connected = Promise.promise();
        vertx.runOnContext(here -> screens.connect().<Object>map(all -> all).onComplete(connected));
        return connected.future().map(screens);
    }

    private Future<?> connect() {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(count));
        URI push = nocturne.push();
        List<Future<WebSocket>> sockets = IntStream.range(0, count)
                .mapToObj(i -> client.connect(push.getPort(), push.getHost(), "/ws/alerts")
                        .onSuccess(socket -> socket.textMessageHandler(this::arrived)))
                .toList();
        return Future.all(sockets);
    }

    private void arrived(String frame) {
        long now = System.nanoTime();
        Sent sent = waiting.get(Bodies.eventId(frame));
        if (sent != null) {
            times.frame.recordValue(now - sent.at);
            if (sent.screensLeft.decrementAndGet() == 0) {
                times.lastFrame.recordValue(now - sent.at);
                waiting.remove(Bodies.eventId(frame));
            }
        }
    }

    /** Completes with the answer. */
    Future<?> post() {
        Bodies.Body body = bodies.next();
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(nocturne.ingest() + "/internal/alerts")
                .putHeader("authorization", "Bearer " + Nocturne.SENDER_TOKEN)
                .putHeader("content-type", "application/json");
        long begin = System.nanoTime();
        waiting.put(body.eventId(), new Sent(begin, new AtomicInteger(count)));
        return http.request(request)
                .compose(opened -> opened.send(body.json()))
                .compose(response -> response.body().map(response.statusCode()))
                .onSuccess(status -> {
                    times.ack.recordValue(System.nanoTime() - begin);
                    if (status != 201) {
                        times.refused.incrementAndGet();
                    }
                })
                .onFailure(failure -> times.refused.incrementAndGet());
    }

    /** Forgets what was measured, and goes on. */
    void reset() {
        times = Times.none();
    }

    Times times() {
        return times;
    }

    /** Alerts that some screen has not got. */
    int missing() {
        return waiting.size();
    }
}
