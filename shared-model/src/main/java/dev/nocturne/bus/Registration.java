package dev.nocturne.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that stays known to the cluster. A node that was cut off and rejoins can find its subscriptions lost
 * (vert.x#4394), and would never hear of it: so every few seconds the cluster is asked whether it still knows this
 * node at the address, and if not the consumer is registered again. Owned by the context that made it.
 */
public final class Registration {
    private static final Logger LOGGER = LoggerFactory.getLogger(Registration.class);
    private static final long CHECK_MILLIS = 3_000;

    private final VertxInternal vertx;
    private final String address;
    private final Supplier<MessageConsumer<?>> register;
    private MessageConsumer<?> consumer;
    private long timer = -1;
    private boolean ended;

    Registration(Vertx vertx, String address, Supplier<MessageConsumer<?>> register) {
        this.vertx = (VertxInternal) vertx;
        this.address = address;
        this.register = register;
        this.consumer = register.get();
    }

    /** Asks the cluster from now on. */
    Registration start() {
        if (vertx.isClustered()) {
            timer = vertx.setPeriodic(CHECK_MILLIS, tick -> check());
        }
        return this;
    }

    /** Completes when every node of the cluster can find the consumer. */
    public Future<Void> completion() {
        return consumer.completion();
    }

    /** Completes when no further message will be handled. */
    public Future<Void> unregister() {
        ended = true;
        vertx.cancelTimer(timer);
        return consumer.unregister();
    }

    private void check() {
        ClusterManager cluster = vertx.clusterManager();
        Promise<List<RegistrationInfo>> known = Promise.promise();
        cluster.getRegistrations(address, known);
        known.future().onSuccess(nodes -> {
            if (!ended && nodes.stream().noneMatch(node -> cluster.getNodeId().equals(node.nodeId()))) {
                LOGGER.atWarn().addKeyValue("address", address).log("the cluster forgot this node, registering again");
                MessageConsumer<?> forgotten = consumer;
                consumer = register.get();
                forgotten.unregister();
            }
        });
    }
}
