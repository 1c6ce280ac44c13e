package dev.nocturne.push;

import dev.nocturne.config.Address;
import dev.nocturne.config.PushConfig;
import dev.nocturne.http.Check;
import dev.nocturne.http.Role;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

public final class PushVerticle extends VerticleBase implements Role {
    private final PushConfig config;

    public PushVerticle(PushConfig config) {
        this.config = config;
    }

    @Override
    public List<Check> checks() {
        return List.of(new Check("push", true, config.toString()));
    }

    @Override
    public @Nullable Address http() {
        return null;
    }
}
