package dev.nocturne.bench.fanout;

import dev.nocturne.bench.Bodies;
import dev.nocturne.bench.Nocturne;
import dev.nocturne.bench.OpenLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Posts alerts at fixed times, each with the time just before its POST in it. */
final class Poster implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final int CREATED = 201;
    private static final String PATH = "/internal/alerts";

    private final Vertx vertx = Vertx.vertx();
    private final List<Context> sender = List.of(vertx.getOrCreateContext());
    private final HttpClient http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    private final AtomicLong posted = new AtomicLong();
    private final Bodies bodies = new Bodies();

    /**
     * Where alerts go.
     *
     * @param token of a sender, for each POST
     * @param body from the time at which it was made
     */
    record Target(URI uri, Supplier<String> token, LongFunction<Buffer> body) {}

    /** The all-in-one, with the body of a sender that is no Zabbix. */
    Target allInOne(Nocturne nocturne) {
        return new Target(
                URI.create(nocturne.ingest() + PATH),
                () -> Nocturne.SENDER_TOKEN,
                madeAt -> Buffer.buffer(alert(madeAt)));
    }

    /** Another server, which pushes what it gets. */
    Target pushed(Server server) {
        return new Target(
                URI.create("http://127.0.0.1:" + server.port() + "/"),
                () -> Nocturne.SENDER_TOKEN,
                madeAt -> Buffer.buffer(EventText.of(posted.incrementAndGet(), madeAt)));
    }

    /**
     * An ingest role on this port, with the bodies of a real Zabbix.
     *
     * @param tokens of its senders, who take turns
     */
    Target ingest(int port, List<String> tokens) {
        return new Target(
                URI.create("http://127.0.0.1:" + port + PATH),
                () -> tokens.get((int) (posted.incrementAndGet() % tokens.size())),
                madeAt -> bodies.next().json());
    }

    private String alert(long madeAt) {
        return "{\"site\":\"Kilimanjaro\",\"severity\":\"critical\",\"message\":\"HTTP service is down on Web server 01\","
                + "\"host\":\"Web server 01 (Helsinki)\",\"source\":\"bench\",\"sourceId\":\""
                + posted.incrementAndGet() + "\",\"tags\":[{\"tag\":\"site\",\"value\":\"Kilimanjaro\"},"
                + "{\"tag\":\"service\",\"value\":\"web\"},{\"tag\":\"team\",\"value\":\"platform\"}],\"note\":\""
                + EventText.stamp(madeAt) + "\"}";
    }

    /** Blocks until every POST is answered; what is not answered with 201 is a failure. */
    OpenLoop.Result run(Target target, Load load) throws InterruptedException {
        return OpenLoop.run(sender, load.rate(), load.time(), () -> post(target));
    }

    private Future<?> post(Target target) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(target.uri.toString())
                .putHeader("content-type", "application/json")
                .putHeader("authorization", "Bearer " + target.token.get());
        Buffer body = target.body.apply(System.nanoTime());
        return http.request(request)
                .compose(opened -> opened.send(body))
                .compose(response -> response.body().map(response.statusCode()))
                .compose(status -> status == CREATED
                        ? Future.succeededFuture(status)
                        : Future.failedFuture("answered with " + status));
    }

    @Override
    public void close() {
        vertx.close();
    }
}
