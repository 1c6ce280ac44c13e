package dev.nocturne.bus;

import static java.util.Objects.requireNonNull;

import dev.nocturne.model.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageCodec;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event bus with typed contracts. Handlers run on the context that registered them. */
public final class Bus {
    private static final Logger LOGGER = LoggerFactory.getLogger(Bus.class);

    private final Vertx vertx;
    private final EventBus bus;
    private final Unreadable unreadable = new Unreadable();

    public Bus(Vertx vertx) {
        this.vertx = requireNonNull(vertx);
        this.bus = vertx.eventBus();
    }

    /** Makes every contract known to this node. Call once for each {@code Vertx}, before the first deployment. */
    public static void registerCodecs(Vertx vertx) {
        for (MessageCodec<?, ?> codec : StoreRoutes.CODECS) {
            vertx.eventBus().registerCodec(codec);
        }
        vertx.eventBus().registerCodec(NodeStatus.TOPIC.codec());
    }

    /**
     * Answers a route. A handler's failure reaches the caller as its {@link ServiceFailure}; any other failure as
     * {@code INTERNAL}, and is logged there. A request of another version fails with {@code UNAVAILABLE}: another node may
     * be able to read it.
     */
    public <Q, R> Registration serve(Route<Q, R> route, Function<Q, Future<R>> handler) {
        DeliveryOptions options =
                new DeliveryOptions().setCodecName(route.reply().name());
        return new Registration(
                        vertx,
                        route.address(),
                        () -> bus.<Q>consumer(
                                route.address(),
                                message -> answer(route, handler, message)
                                        .onSuccess(reply -> message.reply(reply, options))
                                        .onFailure(failure -> refuse(route, message, ServiceFailure.of(failure)))))
                .start();
    }

    /** Calls one node that answers the route, and waits no longer than the route's own time. */
    public <Q, R> Future<R> call(Route<Q, R> route, Q request) {
        return call(route, request, route.timeout());
    }

    /** Calls with a shorter or longer wait than the route's own. */
    public <Q, R> Future<R> call(Route<Q, R> route, Q request, Duration timeout) {
        DeliveryOptions options =
                new DeliveryOptions().setCodecName(route.request().name()).setSendTimeout(timeout.toMillis());
        return bus.<R>request(route.address(), request, options)
                .map(reply -> read(route.address(), reply))
                .recover(failure -> Future.failedFuture(ServiceFailure.of(failure)));
    }

    public <T> void publish(Topic<T> topic, T message) {
        bus.publish(
                topic.address(),
                message,
                new DeliveryOptions().setCodecName(topic.codec().name()));
    }

    /** The handler gets each message that this node can read. */
    public <T> Registration subscribe(Topic<T> topic, Consumer<T> handler) {
        return new Registration(
                        vertx,
                        topic.address(),
                        () -> bus.<T>consumer(topic.address(), message -> accept(topic, message, handler)))
                .start();
    }

    /** What cannot be read is dropped, as any message of a topic may be lost. */
    private <T> void accept(Topic<T> topic, Message<T> message, Consumer<T> handler) {
        T body;
        try {
            body = read(topic.address(), message);
        } catch (RuntimeException dropped) {
            return;
        }
        handler.accept(body);
    }

    /** A body is decoded when it is asked for. */
    private <T> T read(String address, Message<T> message) {
        try {
            return message.body();
        } catch (RuntimeException e) {
            unreadable.report(address, e);
            throw e;
        }
    }

    private static void refuse(Route<?, ?> route, Message<?> message, ServiceFailure failure) {
        if (failure.kind() == ServiceFailure.Kind.INTERNAL) {
            LOGGER.atError()
                    .setCause(failure)
                    .addKeyValue("address", route.address())
                    .log("service failed");
        }
        message.fail(failure.kind().code(), failure.getMessage());
    }

    private <Q, R> Future<R> answer(Route<Q, R> route, Function<Q, Future<R>> handler, Message<Q> message) {
        try {
            return handler.apply(read(route.address(), message));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
