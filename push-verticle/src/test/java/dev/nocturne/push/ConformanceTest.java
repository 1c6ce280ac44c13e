package dev.nocturne.push;

import static dev.nocturne.push.Peer.BINARY;
import static dev.nocturne.push.Peer.CLOSE;
import static dev.nocturne.push.Peer.CONTINUATION;
import static dev.nocturne.push.Peer.FIN;
import static dev.nocturne.push.Peer.PING;
import static dev.nocturne.push.Peer.PONG;
import static dev.nocturne.push.Peer.TEXT;
import static dev.nocturne.push.Peer.frame;
import static dev.nocturne.push.Peer.hex;
import static dev.nocturne.push.PushFixture.MAX_MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.config.Address;
import dev.nocturne.http.HttpListener;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 from the outside, octet by octet, on {@code /ws/echo?raw}. */
@ExtendWith(VertxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
    private static final byte[] NOTHING = {};

    private PushFixture push;
    private Peer peer;

    @BeforeAll
    void deploy(Vertx vertx) throws Exception {
        push = PushFixture.deploy(vertx, PushFixture.config(Duration.ofHours(1)), true, listener());
    }

    HttpListener listener() {
        return HttpListener.plain();
    }

    Peer connect(String path, String... headers) throws Exception {
        return Peer.open(push.address(), path, headers);
    }

    Address address() {
        return push.address();
    }

    @BeforeEach
    void open() throws Exception {
        peer = connect("/ws/echo?raw");
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
    }

    @Test
    void theHandshakeIsAnsweredWithTheKeyOfSection1_3AndNothingThatWasNotAgreed() throws Exception {
        try (Peer offering = connect(
                "/ws/echo",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n",
                "Sec-WebSocket-Protocol: chat, superchat\r\n")) {
            assertThat(offering.head().toLowerCase(Locale.ROOT))
                    .contains("upgrade: websocket\r\n", "connection: upgrade\r\n")
                    .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n")
                    .doesNotContain("-extensions", "-protocol", "content-length", "transfer-encoding");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 125, 126, 127, 128, 65_535, 65_536, MAX_MESSAGE})
    void messagesOfEveryFormOfLengthComeBackWhole(int length) throws Exception {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) '*');

        peer.send(frame(FIN | TEXT, payload), frame(FIN | BINARY, payload));

        assertThat(peer.next(FIN | TEXT).payload()).isEqualTo(payload);
        assertThat(peer.next(FIN | BINARY).payload()).isEqualTo(payload);
    }

    @Test
    void everyOctetMayComeInAPacketOfItsOwn() throws Exception {
        peer.sendOneByOne(frame(FIN | TEXT, "Kilimanjaro \u26f0"));
        peer.sendOneByOne(frame(FIN | BINARY, new byte[300]));

        assertThat(peer.next(FIN | TEXT).text()).isEqualTo("Kilimanjaro \u26f0");
        assertThat(peer.next(FIN | BINARY).payload()).isEqualTo(new byte[300]);
    }

    @ParameterizedTest
    @CsvSource({"0x10", "0x20", "0x30", "0x40", "0x50", "0x60", "0x70"})
    void aReservedBitIsAProtocolErrorInEveryKindOfFrame(String bits) throws Exception {
        for (int opcode : new int[] {TEXT, BINARY, PING, PONG, CLOSE}) {
            try (Peer wrong = connect("/ws/echo?raw")) {
                wrong.send(frame(FIN | TEXT, "before"), frame(FIN | Integer.decode(bits) | opcode, NOTHING));

                assertThat(wrong.next(FIN | TEXT).text()).isEqualTo("before");
                assertThat(wrong.closeCode()).isEqualTo(1002);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void aReservedOpcodeIsAProtocolError(int opcode) throws Exception {
        assertThat(peer.send(frame(FIN | opcode, "x")).closeCode()).isEqualTo(1002);
    }

    @Test
    void aFrameWithoutAMaskIsAProtocolError() throws Exception {
        assertThat(peer.send(hex("81 05 48 65 6c 6c 6f")).closeCode()).isEqualTo(1002);
    }

    @ParameterizedTest
    @CsvSource({
        "7e 00 05",
        "7e 00 7d",
        "7f 00 00 00 00 00 00 00 05",
        "7f 00 00 00 00 00 00 ff ff",
        "7f 80 00 00 00 00 00 00 05"
    })
    void aLengthThatIsNotTheShortestOrNegativeIsAProtocolError(String size) throws Exception {
        assertThat(peer.send(frame(FIN | TEXT, hex(size), new byte[5])).closeCode())
                .isEqualTo(1002);
    }

    @ParameterizedTest
    @CsvSource({"7f 00 00 00 00 00 01 11 71", "7f 00 00 00 00 7f ff ff ff", "7f 7f ff ff ff ff ff ff ff"})
    void aFrameOverTheLimitIsRefusedByItsHeader(String size) throws Exception {
        assertThat(peer.send(frame(FIN | BINARY, hex(size), NOTHING)).closeCode())
                .isEqualTo(1009);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125})
    void aPingIsAnsweredWithItsOwnPayload(int length) throws Exception {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 0xfe);

        assertThat(peer.send(frame(FIN | PING, payload)).next(FIN | PONG).payload())
                .isEqualTo(payload);
    }

    @Test
    void pingsInOnePacketAreAnsweredInOrderAndPongsNotAtAll() throws Exception {
        byte[] all = new byte[0];
        for (int i = 0; i < 10; i++) {
            byte[] one = frame(FIN | PING, "ping " + i);
            byte[] unasked = frame(FIN | PONG, "pong " + i);
            int end = all.length;
            all = Arrays.copyOf(all, end + one.length + unasked.length);
            System.arraycopy(one, 0, all, end, one.length);
            System.arraycopy(unasked, 0, all, end + one.length, unasked.length);
        }
        peer.send(all, frame(FIN | TEXT, "end"));

        for (int i = 0; i < 10; i++) {
            assertThat(peer.next(FIN | PONG).text()).isEqualTo("ping " + i);
        }
        assertThat(peer.next(FIN | TEXT).text()).isEqualTo("end");
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void aControlFrameThatIsLongOrAFragmentIsAProtocolError(int opcode) throws Exception {
        assertThat(peer.send(frame(FIN | opcode, new byte[126])).closeCode()).isEqualTo(1002);
        try (Peer other = connect("/ws/echo?raw")) {
            assertThat(other.send(frame(opcode, "x")).closeCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Ser,engeti'",
        "'Ser,en,geti'",
        "',Serengeti'",
        "',,Serengeti'",
        "'Serengeti,'",
        "'Ser,,engeti'",
        "','",
        "',,'"
    })
    void fragmentsAreOneMessageEvenWhenSomeAreEmpty(String fragments) throws Exception {
        String[] parts = fragments.split(",", -1);
        for (int opcode : new int[] {TEXT, BINARY}) {
            for (int i = 0; i < parts.length; i++) {
                int fin = i == parts.length - 1 ? FIN : 0;
                peer.send(frame(fin | (i == 0 ? opcode : CONTINUATION), parts[i]));
                peer.send(frame(FIN | PING, "between"));
                if (fin == 0) {
                    assertThat(peer.next(FIN | PONG).text()).isEqualTo("between");
                }
            }

            assertThat(peer.next(FIN | opcode).text()).isEqualTo(String.join("", parts));
            peer.next(FIN | PONG);
        }
    }

    @Test
    void fragmentsWithoutEndCostNothingWhenTheyAreEmpty() throws Exception {
        peer.send(frame(TEXT, "a"));
        for (int i = 0; i < 20_000; i++) {
            peer.send(frame(CONTINUATION, NOTHING));
        }
        assertThat(peer.send(frame(FIN | CONTINUATION, "b")).next(FIN | TEXT).text())
                .isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(ints = {FIN | CONTINUATION, CONTINUATION})
    void aContinuationOfNothingIsAProtocolError(int first) throws Exception {
        peer.send(frame(FIN | TEXT, "whole"), frame(first, "x"));

        assertThat(peer.next(FIN | TEXT).text()).isEqualTo("whole");
        assertThat(peer.closeCode()).isEqualTo(1002);
    }

    @ParameterizedTest
    @ValueSource(ints = {FIN | TEXT, TEXT, FIN | BINARY, BINARY})
    void aNewMessageInsideAnotherIsAProtocolError(int first) throws Exception {
        assertThat(peer.send(frame(TEXT, "a"), frame(first, "b")).closeCode()).isEqualTo(1002);
    }

    @Test
    void fragmentsThatTogetherAreOverTheLimitCloseWith1009BeforeTheEnd() throws Exception {
        byte[] part = new byte[MAX_MESSAGE / 2];

        peer.send(frame(BINARY, part), frame(CONTINUATION, part), frame(CONTINUATION, new byte[1]));

        assertThat(peer.closeCode()).isEqualTo(1009);
    }

    @ParameterizedTest
    @CsvSource({
        "ce ba e1 bd b9 cf 83 ce bc ce b5",
        "00",
        "7f",
        "c2 80",
        "df bf",
        "e0 a0 80",
        "ed 9f bf",
        "ee 80 80",
        "ef bf bd",
        "ef bf bf",
        "f0 90 80 80",
        "f4 8f bf bf"
    })
    void validTextComesBackAlsoInFragmentsThatPartACharacter(String hex) throws Exception {
        byte[] text = hex(hex);

        peer.send(frame(FIN | TEXT, text));
        for (int i = 0; i < text.length; i++) {
            peer.send(frame(i == 0 ? TEXT : CONTINUATION, Arrays.copyOfRange(text, i, i + 1)));
        }
        peer.send(frame(FIN | CONTINUATION, NOTHING));

        assertThat(peer.next(FIN | TEXT).payload()).isEqualTo(text);
        assertThat(peer.next(FIN | TEXT).payload()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "80",
        "bf",
        "c0 80",
        "c1 bf",
        "c2",
        "c2 c2",
        "e0 80 80",
        "e0 9f bf",
        "e2 82",
        "ed a0 80",
        "ed bf bf",
        "f0 80 80 80",
        "f0 8f bf bf",
        "f0 90 80",
        "f4 90 80 80",
        "f5 80 80 80",
        "f8 88 80 80 80",
        "fc 84 80 80 80 80",
        "fe",
        "ff",
        "ce ba e1 bd b9 cf 83 ce bc ce b5 ed a0 80 65 64 69 74 65 64"
    })
    void textThatIsNoUtf8ClosesWith1007(String hex) throws Exception {
        assertThat(peer.send(frame(FIN | TEXT, hex(hex))).closeCode()).isEqualTo(1007);
        try (Peer fragments = connect("/ws/echo?raw")) {
            fragments.send(frame(TEXT, "good"), frame(FIN | CONTINUATION, hex(hex)));
            assertThat(fragments.closeCode()).isEqualTo(1007);
        }
        try (Peer binary = connect("/ws/echo?raw")) {
            assertThat(binary.send(frame(FIN | BINARY, hex(hex)))
                            .next(FIN | BINARY)
                            .payload())
                    .isEqualTo(hex(hex));
        }
    }

    @Test
    void wrongTextIsFoundBeforeTheMessageEnds() throws Exception {
        assertThat(peer.send(frame(TEXT, "good"), frame(CONTINUATION, hex("f4 90 80 80")))
                        .closeCode())
                .isEqualTo(1007);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void aCloseIsAnsweredWithItsCodeAndTheServerHangsUp(int code) throws Exception {
        peer.send(Peer.close(code, "r".repeat(123)));

        assertThat(peer.next(FIN | CLOSE).code()).isEqualTo(code);
        assertThat(peer.isEnded()).isTrue();
    }

    @Test
    void aCloseWithoutACodeIsAnsweredWithoutOne() throws Exception {
        peer.send(frame(FIN | CLOSE, NOTHING));

        assertThat(peer.next(FIN | CLOSE).payload()).isEmpty();
        assertThat(peer.isEnded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void aCodeThatMayNotBeSentIsAProtocolError(int code) throws Exception {
        assertThat(peer.send(Peer.close(code, "")).closeCode()).isEqualTo(1002);
    }

    @Test
    void aCloseOfOneOctetIsAProtocolErrorAndAReasonMustBeUtf8() throws Exception {
        assertThat(peer.send(frame(FIN | CLOSE, new byte[1])).closeCode()).isEqualTo(1002);
        try (Peer reason = connect("/ws/echo?raw")) {
            reason.send(frame(FIN | CLOSE, hex("03 e8 ce ba ed a0 80")));
            assertThat(reason.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void whatFollowsACloseIsNotAnswered() throws Exception {
        peer.send(Peer.close(1000, ""), frame(FIN | PING, "x"), frame(FIN | TEXT, "x"), Peer.close(1000, ""));

        assertThat(peer.next(FIN | CLOSE).code()).isEqualTo(1000);
        assertThat(peer.isEnded()).isTrue();
    }

    @Test
    void aCloseInsideAMessageEndsIt() throws Exception {
        assertThat(peer.send(frame(TEXT, "never"), Peer.close(1001, "going")).closeCode())
                .isEqualTo(1001);
    }

    @Test
    void aPeerThatDoesNotHangUpAfterAnErrorIsCutOff() throws Exception {
        peer.send(frame(FIN | 0x7, "x"));

        assertThat(peer.next(FIN | CLOSE).code()).isEqualTo(1002);
        assertThat(peer.isEnded()).isTrue();
    }
}
