package dev.nocturne.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * Where keys are read from.
 *
 * @param name what a person is told
 * @param remote whether it may be away when the node starts
 * @param text its content now
 * @param parser throws {@link BadKey}; may take its time
 */
record KeySource(String name, boolean remote, Content text, Function<Buffer, List<VerificationKey>> parser) {
    /** Largest content in bytes. */
    static final int MAX_BYTES = 256 * 1024;

    /** Reads it, and closes what that needs when the node stops. */
    interface Content {
        Future<Buffer> read();

        default void close() {}
    }

    static KeySource file(Vertx vertx, Path path, Function<Buffer, List<VerificationKey>> parser) {
        String file = path.toString();
        Content content = () -> vertx.fileSystem().props(file).compose(found -> {
            if (found.size() > MAX_BYTES) {
                throw new BadKey("is larger than " + MAX_BYTES + " bytes");
            }
            return vertx.fileSystem().readFile(file);
        });
        return new KeySource(file, false, content, parser);
    }

    /** Fails with {@link BadKey}, or with what kept it from being read. */
    Future<List<VerificationKey>> read(Vertx vertx) {
        return text.read().compose(content -> vertx.executeBlocking(() -> parser.apply(content), false));
    }
}
