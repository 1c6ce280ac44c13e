package dev.nocturne.bench.fanout;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.auth.Senders;
import dev.nocturne.bus.Bus;
import dev.nocturne.bus.StoreRoutes;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.AppendReply;
import dev.nocturne.bus.StoreRoutes.Appended;
import dev.nocturne.bus.StoreRoutes.Probed;
import dev.nocturne.config.Address;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.config.Rate;
import dev.nocturne.http.HttpListener;
import dev.nocturne.ingest.IngestVerticle;
import dev.nocturne.ingest.OpenIngest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ingest role three times in one process, each at a port of its own and with the same stand-in for the store, which
 * answers at once: open to everybody, with one sender that is known, and with many.
 */
final class IngestServer {
    private static final Rate UNREACHED = new Rate(1_000_000, 1_000_000);

    private IngestServer() {}

    /** @param args the address of a file with the senders' tokens */
    public static void main(String[] args) throws IOException, TimeoutException, InterruptedException {
        List<Sender> senders = senders(Tokens.read(URI.create(args[0])));
        Vertx vertx = NocturneServer.vertx();
        AtomicLong seq = new AtomicLong();
        Bus bus = new Bus(vertx);
        NocturneServer.await(bus.serve(StoreRoutes.APPEND, append -> Future.succeededFuture(reply(append, seq)))
                .completion());
        NocturneServer.await(bus.serve(StoreRoutes.PROBE, probe -> Future.succeededFuture(new Probed(seq.get())))
                .completion());
        int open = deploy(vertx, OpenIngest.of(config(), HttpListener.plain()));
        int one = deploy(vertx, guarded(senders.subList(0, 1)));
        int many = deploy(vertx, guarded(senders));
        Orders.serve(open + " " + ProcessHandle.current().pid() + " " + one + " " + many, words -> {
            throw new IllegalArgumentException("no such order");
        });
    }

    private static IngestVerticle guarded(List<Sender> senders) {
        Senders known = new Senders(senders);
        return new IngestVerticle(config(), () -> known, HttpListener.plain());
    }

    private static int deploy(Vertx vertx, IngestVerticle ingest) throws TimeoutException, InterruptedException {
        NocturneServer.await(vertx.deployVerticle(ingest));
        NocturneServer.awaitReady(ingest);
        return Objects.requireNonNull(ingest.http()).port();
    }

    private static List<Sender> senders(List<String> tokens) {
        List<Sender> senders = new ArrayList<>();
        for (String token : tokens) {
            senders.add(Sender.unlimited("sender-" + senders.size(), List.of(SenderToken.hash(token))));
        }
        return senders;
    }

    /** The launcher's defaults, but for the port and the rates, which nobody reaches. */
    private static IngestConfig config() {
        return new IngestConfig(
                new Address("127.0.0.1", 0),
                List.of(),
                10_000,
                10_000,
                1 << 20,
                1_000,
                Duration.ofSeconds(5),
                UNREACHED,
                UNREACHED,
                10_000);
    }

    private static AppendReply reply(Append append, AtomicLong seq) {
        return new AppendReply(append.events().stream()
                .map(event -> new Appended(UUID.randomUUID(), seq.incrementAndGet(), true))
                .toList());
    }
}
