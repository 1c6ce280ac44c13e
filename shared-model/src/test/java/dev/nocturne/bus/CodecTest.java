package dev.nocturne.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nocturne.bus.Samples.Sample;
import dev.nocturne.bus.StoreRoutes.Append;
import dev.nocturne.bus.StoreRoutes.Replay;
import dev.nocturne.model.IncompatibleMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
    private static final int OFFSET = 3;

    @ParameterizedTest
    @MethodSource("dev.nocturne.bus.Samples#all")
    <T> void everyContractIsReadAsItWasWritten(Sample<T> sample) {
        assertThat(decode(sample.codec(), encode(sample))).isEqualTo(sample.value());
    }

    @ParameterizedTest
    @MethodSource("dev.nocturne.bus.Samples#all")
    <T> void aLocalReceiverGetsTheSameValue(Sample<T> sample) {
        assertThat(sample.codec().transform(sample.value())).isSameAs(sample.value());
    }

    @ParameterizedTest
    @MethodSource("dev.nocturne.bus.Samples#all")
    <T> void anotherMajorVersionIsRefusedByName(Sample<T> sample) {
        Buffer wire = encode(sample).setByte(OFFSET, (byte) 99);

        assertThatThrownBy(() -> decode(sample.codec(), wire))
                .isInstanceOf(IncompatibleMessage.class)
                .hasMessageContaining(sample.codec().name())
                .hasMessageContaining("version 99.0");
    }

    @Test
    void everyRegisteredCodecHasASampleAndANameOfItsOwn() {
        assertThat(Samples.all().map(sample -> sample.codec().name()).collect(Collectors.toSet()))
                .isEqualTo(StoreRoutes.CODECS.stream().map(MessageCodec::name).collect(Collectors.toSet()))
                .hasSameSizeAs(StoreRoutes.CODECS);
    }

    @Test
    void aFieldThatANewerNodeAddedIsIgnored() {
        Buffer wire = json("{\"since\":5,\"limit\":7,\"added\":{\"later\":[1]}}");

        assertThat(decode(StoreRoutes.REPLAY.request(), wire)).isEqualTo(new Replay(5, 7));
    }

    @Test
    void whatIsNotJsonIsRefused() {
        Buffer wire = json("{\"since\":5,");

        assertThatThrownBy(() -> decode(StoreRoutes.REPLAY.request(), wire)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aSeverityOrKindThatThisNodeDoesNotKnowIsRefused() {
        Buffer wire = encode(new Sample<>(StoreRoutes.APPEND.request(), new Append(List.of(Samples.EVENT))));
        String text = wire.getString(OFFSET + 6, wire.length());

        assertThatThrownBy(() -> decode(StoreRoutes.APPEND.request(), json(text.replace("critical", "apocalyptic"))))
                .isInstanceOf(UncheckedIOException.class);
    }

    private static Buffer json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(new byte[OFFSET])
                .appendByte((byte) 2)
                .appendByte((byte) 0)
                .appendInt(bytes.length)
                .appendBytes(bytes);
    }

    /** Behind other bytes, as in a real frame. */
    private static <T> Buffer encode(Sample<T> sample) {
        Buffer wire = Buffer.buffer(new byte[OFFSET]);
        sample.codec().encodeToWire(wire, sample.value());
        return wire;
    }

    private static <T> T decode(MessageCodec<T, T> codec, Buffer wire) {
        return codec.decodeFromWire(OFFSET, wire);
    }
}
