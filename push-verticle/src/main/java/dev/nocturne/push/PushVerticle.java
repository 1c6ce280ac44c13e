package dev.nocturne.push;

import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.Check;
import dev.nocturne.http.Role;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything a screen connects to. It owns the node's feed, and deploys one {@link HubVerticle} for each core. */
public final class PushVerticle extends VerticleBase implements Role {
    private final PushConfig config;
    private volatile @Nullable PushNode node;

    public PushVerticle(PushConfig config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        PushNode own = new PushNode(vertx, config);
        node = own;
        int others = Runtime.getRuntime().availableProcessors() - 1;
        return own.start()
                .compose(subscribed -> deploy(own, config.http(), 1))
                .compose(first -> others == 0 ? Future.succeededFuture() : deploy(own, bound(own), others));
    }

    /** The first one may have taken a free port, which the others then share. */
    private Address bound(PushNode own) {
        Address bound = own.http();
        return bound == null ? config.http() : bound;
    }

    private Future<?> deploy(PushNode own, Address address, int instances) {
        return vertx.deployVerticle(
                () -> new HubVerticle(config, own, address), new DeploymentOptions().setInstances(instances));
    }

    @Override
    public Future<?> stop() {
        PushNode own = node;
        return own == null ? Future.succeededFuture() : own.stop();
    }

    @Override
    public List<Check> checks() {
        PushNode own = node;
        return own == null ? List.of(new Check("feed", false, "starting")) : own.checks();
    }

    @Override
    public @Nullable Address http() {
        PushNode own = node;
        return own == null ? null : own.http();
    }
}
