package dev.nocturne.launcher;

import dev.nocturne.auth.Senders;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The senders that are known now: read again when a file changes that they stand in, so that a token can be given and
 * taken away while the node runs. Of the rest of the configuration it says that it needs a restart.
 */
final class SenderReload implements Supplier<Senders> {
    private static final Logger LOGGER = LoggerFactory.getLogger(SenderReload.class);

    private final Supplier<Settings> reader;
    private final FileWatch files;
    private volatile Senders senders;
    private NodeAuth auth;

    /** @param reader reads the configuration again; throws {@link ConfigFailure} */
    SenderReload(NodeAuth auth, Supplier<Settings> reader) {
        this.auth = auth;
        this.reader = reader;
        List<Path> watched = new ArrayList<>(auth.settings().files());
        OwnSecrets own = auth.own();
        if (own != null) {
            own.localToken();
            watched.addAll(own.files());
        }
        this.files = new FileWatch(watched);
        this.senders = auth.senders();
    }

    @Override
    public Senders get() {
        return senders;
    }

    /** Looks at the files from now on. */
    void watch(Vertx vertx) {
        FileWatch.everySecond(vertx, this::look);
    }

    /** Whether something was new. */
    boolean look() {
        if (!files.hasChanged()) {
            return false;
        }
        try {
            NodeAuth next = NodeAuth.of(reader.get());
            tellWhatNeedsARestart(next.settings());
            auth = next;
            senders = next.senders();
            LOGGER.atInfo().addKeyValue("senders", senders.size()).log("senders were read again");
        } catch (ConfigFailure | StartFailure e) {
            LOGGER.atError()
                    .addKeyValue("reason", String.valueOf(e.getMessage()).replace("\n", "; "))
                    .log("the configuration has changed and cannot be used; what was read before holds");
        }
        return true;
    }

    private void tellWhatNeedsARestart(Settings next) {
        List<String> changed = new ArrayList<>();
        Map<String, String> before = values(auth.settings());
        values(next).forEach((key, value) -> {
            if (!value.equals(before.remove(key))) {
                changed.add(key);
            }
        });
        changed.addAll(before.keySet());
        if (!changed.isEmpty()) {
            LOGGER.atWarn().addKeyValue("keys", changed).log("these keys have changed, and hold after a restart");
        }
    }

    private static Map<String, String> values(Settings settings) {
        Map<String, String> values = new LinkedHashMap<>();
        settings.effective().stream()
                .filter(line -> !line.key().startsWith(Keys.TOKENS + "."))
                .forEach(line -> values.put(line.key(), line.value()));
        return values;
    }
}
