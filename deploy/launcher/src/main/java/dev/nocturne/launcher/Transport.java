package dev.nocturne.launcher;

import dev.nocturne.http.HttpListener;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a node's connections are encrypted.
 *
 * @param http opens the ports of ingest and push
 * @param management opens the port for those who run the node
 * @param bus null where the event bus is not encrypted, or has no other members
 * @param reload null without TLS
 */
record Transport(
        HttpListener http,
        HttpListener management,
        @Nullable BusTls bus,
        @Nullable CertificateReload reload) {

    /**
     * Reads the files. Blocks.
     *
     * @throws ConfigFailure that names every file that cannot be used
     */
    static Transport of(NodeConfig config) {
        Settings settings = config.settings();
        List<String> problems = new ArrayList<>();
        CertificateReload reload = take(() -> reload(settings), problems);
        BusTls bus = config.clustered() ? take(() -> BusTls.of(settings), problems) : null;
        if (!problems.isEmpty()) {
            throw new ConfigFailure(problems);
        }
        HttpListener http = reload == null ? HttpListener.plain() : reload.listener();
        boolean encrypted = settings.get(Keys.MANAGEMENT_TLS).equals("true");
        return new Transport(http, encrypted ? http : HttpListener.plain(), bus, reload);
    }

    private static @Nullable CertificateReload reload(Settings settings) {
        CertificateFiles files = CertificateFiles.of(settings, Keys.HTTP_CERTIFICATE, Keys.HTTP_KEY);
        return files == null ? null : new CertificateReload(files, Clock.systemUTC());
    }

    private static <T> @Nullable T take(Supplier<@Nullable T> part, List<String> problems) {
        try {
            return part.get();
        } catch (ConfigFailure e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    /** Once all ports are open. */
    void watch(Vertx vertx) {
        if (reload != null) {
            reload.watch(vertx);
        }
    }
}
