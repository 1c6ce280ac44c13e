package dev.nocturne.ingest;

import dev.nocturne.config.Address;
import dev.nocturne.config.IngestConfig;
import dev.nocturne.http.Check;
import dev.nocturne.http.Role;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

public final class IngestVerticle extends VerticleBase implements Role {
    private final IngestConfig config;

    public IngestVerticle(IngestConfig config) {
        this.config = config;
    }

    @Override
    public List<Check> checks() {
        return List.of(new Check("ingest", true, config.toString()));
    }

    @Override
    public @Nullable Address http() {
        return null;
    }
}
