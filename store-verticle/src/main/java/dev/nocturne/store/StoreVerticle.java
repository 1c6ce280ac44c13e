package dev.nocturne.store;

import dev.nocturne.config.Address;
import dev.nocturne.config.StoreConfig;
import dev.nocturne.http.Check;
import dev.nocturne.http.Role;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

public final class StoreVerticle extends VerticleBase implements Role {
    private final StoreConfig config;

    public StoreVerticle(StoreConfig config) {
        this.config = config;
    }

    @Override
    public List<Check> checks() {
        return List.of(new Check("store", true, config.toString()));
    }

    @Override
    public @Nullable Address http() {
        return null;
    }
}
