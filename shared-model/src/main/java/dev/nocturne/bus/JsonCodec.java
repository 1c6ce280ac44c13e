package dev.nocturne.bus;

import dev.nocturne.model.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A record on the bus: one version byte, the length (int), the JSON. A reader ignores fields it does not know, so a
 * field may be added within a version; a node refuses a version that it does not speak.
 */
public record JsonCodec<T>(String name, Class<T> type) implements MessageCodec<T, T> {
    private static final byte VERSION = 1;

    @Override
    public void encodeToWire(Buffer buffer, T value) {
        try {
            byte[] json = Json.MAPPER.writeValueAsBytes(value);
            buffer.appendByte(VERSION).appendInt(json.length).appendBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        WireVersion.check(name, VERSION, buffer.getByte(position));
        int length = buffer.getInt(position + 1);
        try {
            return Json.LENIENT.readValue(buffer.getBytes(position + 5, position + 5 + length), type);
        } catch (IOException e) {
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
