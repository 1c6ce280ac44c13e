package dev.nocturne.launcher;

import dev.nocturne.auth.OwnKey;
import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.model.Sites;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The keys and senders that nodes on the loopback address share through the data directory, for a start without any
 * configuration. Made on first need, readable by their user only. Several processes may use one directory.
 */
final class OwnSecrets {
    /** The sender whose token the node shows when it is ready. */
    static final String LOCAL = "local";

    private static final FileAttribute<?> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path dir;

    OwnSecrets(Path dataDir) {
        this.dir = dataDir.resolve("auth");
    }

    /** A key file that signs and checks. */
    Path key() {
        Path file = dir.resolve("jwt.pem");
        make(file, () -> OwnKey.generate().toString());
        return file;
    }

    /** The token of the sender {@link #LOCAL}. */
    String localToken() {
        return read(localTokenFile()).strip();
    }

    /** Where that token is. */
    Path localTokenFile() {
        Path file = dir.resolve("local.token");
        make(file, () -> SenderToken.generate() + "\n");
        return file;
    }

    /** Every sender that has a token here. */
    List<Sender> senders(Map<String, List<String>> siteGroups) {
        List<Sender> senders = new ArrayList<>();
        senders.add(Sender.unlimited(LOCAL, List.of(SenderToken.hash(localToken()))));
        JsonObject stored = stored();
        for (String name : stored.fieldNames()) {
            JsonObject sender = stored.getJsonObject(name);
            List<String> sites = words(sender, "sites");
            senders.add(new Sender(
                    name,
                    words(sender, "hash"),
                    sites.isEmpty() ? Sites.ALL : Sites.of(sites, siteGroups),
                    words(sender, "sources"),
                    null));
        }
        return senders;
    }

    /** The files whose change means that {@link #senders} is another list. */
    List<Path> files() {
        return List.of(dir.resolve("local.token"), dir.resolve("senders.json"));
    }

    /** Takes the token with this hash from now on, and none that the sender had before. */
    void put(String name, String hash, List<String> sites, List<String> sources) {
        locked(() -> {
            JsonObject all = stored().put(
                            name,
                            new JsonObject()
                                    .put("hash", new JsonArray().add(hash))
                                    .put("sites", new JsonArray(sites))
                                    .put("sources", new JsonArray(sources)));
            write(dir.resolve("senders.json"), all.encodePrettily() + "\n");
        });
    }

    private JsonObject stored() {
        Path file = dir.resolve("senders.json");
        try {
            return Files.exists(file) ? new JsonObject(read(file)) : new JsonObject();
        } catch (DecodeException e) {
            throw new StartFailure(file + " is damaged: it is not JSON", null);
        }
    }

    private static List<String> words(JsonObject sender, String name) {
        return sender.getJsonArray(name, new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    private void make(Path file, Supplier<String> content) {
        if (!Files.exists(file)) {
            locked(() -> {
                if (!Files.exists(file)) {
                    write(file, content.get());
                }
            });
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** One process at a time. */
    private void locked(Step step) {
        try {
            Files.createDirectories(dir.toAbsolutePath().getParent());
            if (!Files.exists(dir)) {
                Files.createDirectories(dir, PRIVATE_DIRECTORY);
            }
            try (FileChannel channel = FileChannel.open(
                            dir.resolve("lock"),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PRIVATE_FILE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid()) {
                    step.run();
                }
            }
        } catch (IOException e) {
            throw new StartFailure("data.dir: keys cannot be kept in " + dir + ": " + e, e);
        }
    }

    private static void write(Path file, String content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PRIVATE_FILE);
        Files.writeString(partial, content);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartFailure("data.dir: " + file + " cannot be read: " + e, e);
        }
    }
}
