package dev.nocturne.launcher;

import dev.nocturne.auth.Senders;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
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
    private static final long PERIOD_MILLIS = 1_000;

    private final Supplier<Settings> reader;
    private final List<Path> files;
    private volatile Senders senders;
    private NodeAuth auth;
    private Map<Path, String> read;
    private boolean looking;

    /** @param reader reads the configuration again; throws {@link ConfigFailure} */
    SenderReload(NodeAuth auth, Supplier<Settings> reader) {
        this.auth = auth;
        this.reader = reader;
        this.files = new ArrayList<>(auth.settings().files());
        OwnSecrets own = auth.own();
        if (own != null) {
            own.localToken();
            files.addAll(own.files());
        }
        this.read = content();
        this.senders = auth.senders();
    }

    @Override
    public Senders get() {
        return senders;
    }

    /** Looks at the files from now on, on a worker thread, one look at a time. */
    void watch(Vertx vertx) {
        vertx.setPeriodic(PERIOD_MILLIS, tick -> {
            if (!looking) {
                looking = true;
                vertx.executeBlocking(this::look, false).onComplete(looked -> looking = false);
            }
        });
    }

    /** Whether something was new. */
    boolean look() {
        Map<Path, String> now = content();
        if (now.equals(read)) {
            return false;
        }
        read = now;
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

    private Map<Path, String> content() {
        Map<Path, String> content = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                content.put(file, Files.exists(file) ? Files.readString(file) : "");
            } catch (IOException e) {
                content.put(file, e.toString());
            }
        }
        return content;
    }
}
