package dev.nocturne.bus;

import dev.nocturne.model.IncompatibleMessage;
import dev.nocturne.model.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A record on the bus: its {@link WireVersion}, the length (int), the JSON. A reader ignores fields that it does not know,
 * and takes one that is not there for null or an empty list, so a new minor version may add fields. A new value of an
 * enum cannot be ignored: whoever meets one refuses that message.
 */
public record JsonCodec<T>(String name, Class<T> type, WireVersion version) implements MessageCodec<T, T> {
    /** Raise the minor with each added field or enum value, the major where an older reader would be wrong. */
    private static final WireVersion VERSION = new WireVersion(2, 0);

    JsonCodec(String name, Class<T> type) {
        this(name, type, VERSION);
    }

    @Override
    public void encodeToWire(Buffer out, T value) {
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(value);
            version.write(out);
            out.appendInt(json.length).appendBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IncompatibleMessage if the message is of another major, or of a newer minor and not understood */
    @Override
    public T decodeFromWire(int position, Buffer in) {
        WireVersion got = version.read(name, position, in);
        int at = position + WireVersion.SIZE;
        int length = in.getInt(at);
        try {
            return Json.LENIENT.readValue(in.getBytes(at + 4, at + 4 + length), type);
        } catch (IOException e) {
            if (got.isNewerThan(version)) {
                throw new IncompatibleMessage(name, got.toString(), version.toString(), e);
            }
            throw new UncheckedIOException(e);
        }
    }

    /** Records are immutable, so a local receiver gets the same object. */
    @Override
    public T transform(T value) {
        return value;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
