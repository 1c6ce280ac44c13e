package dev.nocturne.launcher;

import dev.nocturne.bus.Bus;
import dev.nocturne.config.DatabaseUri;
import dev.nocturne.store.StoreVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A store node that dies right after its first commit, before anyone hears of it. */
public final class DyingStore {
    /** The exit code of a process that was killed. */
    public static final int KILLED = 137;

    private static final int COMMITS = 1;

    private DyingStore() {}

    /** @param args settings as the program takes them: {@code --set key=value} */
    public static void main(String[] args) throws Exception {
        List<String> sets =
                Arrays.stream(args).filter(word -> !word.equals("--set")).toList();
        NodeConfig config = NodeConfig.of(NodeKind.STORE, Settings.read(null, Map.of(), sets));
        DatabaseUri database = Objects.requireNonNull(config.database());
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(ClusterMember.busOptions(config.cluster(), null)))
                .withClusterManager(ClusterMember.manager(config.cluster()))
                .buildClustered()
                .await(1, TimeUnit.MINUTES);
        Bus.registerCodecs(vertx);
        AtomicInteger left = new AtomicInteger(COMMITS);
        vertx.deployVerticle(new StoreVerticle(config.store(database), () -> {
                    if (left.decrementAndGet() == 0) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                }))
                .await(1, TimeUnit.MINUTES);
        System.out.println("READY {}");
    }
}
