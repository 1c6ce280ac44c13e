package dev.nocturne.push;

import dev.nocturne.auth.Authenticator;
import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.HttpListener;
import dev.nocturne.node.Check;
import dev.nocturne.node.Role;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Everything a screen connects to. It owns the node's feed, and deploys one {@link HubVerticle} for each core. */
public final class PushVerticle extends VerticleBase implements Role {
    private static final int SHARED_FREE_PORT = -1;

    private final PushConfig config;
    private final Authenticator authenticator;
    private final HttpListener listener;
    private volatile @Nullable PushNode node;

    /** @param authenticator checks the tokens of screens and people; stays the caller's */
    public PushVerticle(PushConfig config, Authenticator authenticator, HttpListener listener) {
        this.config = config;
        this.authenticator = authenticator;
        this.listener = listener;
    }

    @Override
    public Future<?> start() {
        PushNode own = new PushNode(vertx, config, authenticator);
        node = own;
        return own.start().compose(subscribed -> deploy(own, shared(config.http())));
    }

    /** Port 0 would give each instance a port of its own; a negative one is a free port that they share. */
    private static Address shared(Address wanted) {
        return wanted.port() == 0 ? new Address(wanted.host(), SHARED_FREE_PORT) : wanted;
    }

    private Future<?> deploy(PushNode own, Address address) {
        int instances = Runtime.getRuntime().availableProcessors();
        int replaysAtATime = Math.max(1, config.replays() / instances);
        return vertx.deployVerticle(
                () -> new HubVerticle(own, listener, address, replaysAtATime),
                new DeploymentOptions().setInstances(instances));
    }

    @Override
    public Future<?> stop() {
        PushNode own = node;
        return own == null ? Future.succeededFuture() : own.stop();
    }

    /** How many connections are open, by their kind, each counted when it is asked. For all threads. */
    public Map<String, LongSupplier> connections() {
        return Map.of("websocket", () -> open(Form.WEB_SOCKET), "eventstream", () -> open(Form.EVENT_STREAM));
    }

    private long open(Form form) {
        PushNode own = node;
        return own == null ? 0 : own.open().of(form).sum();
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
