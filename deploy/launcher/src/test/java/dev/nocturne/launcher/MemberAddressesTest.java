package dev.nocturne.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.spi.discovery.DiscoveryNode;
import dev.nocturne.config.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class MemberAddressesTest {
    @Test
    void whoTakesAConnectionAndSaysNothingIsLeftOut() throws IOException {
        try (ServerSocket member = open();
                ServerSocket frozen = open()) {
            Thread answering = new Thread(() -> answer(member), "member");
            answering.start();

            int gone = gone();

            assertThat(found(port(member), port(frozen), gone)).containsExactlyInAnyOrder(port(member), gone);
        }
    }

    @Test
    void aNameThatHasNoAddressDoesNotHideTheOthers() throws IOException {
        int gone = gone();
        var addresses =
                new MemberAddresses(List.of(new Address("no-such-host.invalid", 5701), new Address("127.0.0.1", gone)));

        assertThat(ports(addresses)).containsExactly(gone);
    }

    /** Nobody listens there. */
    private static int gone() throws IOException {
        try (ServerSocket socket = open()) {
            return port(socket);
        }
    }

    private static ServerSocket open() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static int port(ServerSocket socket) {
        return socket.getLocalPort();
    }

    private static void answer(ServerSocket member) {
        try (Socket peer = member.accept()) {
            peer.getOutputStream().write(peer.getInputStream().readNBytes("HZC".getBytes(US_ASCII).length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> found(Integer... ports) {
        return ports(new MemberAddresses(
                Stream.of(ports).map(port -> new Address("127.0.0.1", port)).toList()));
    }

    private static List<Integer> ports(MemberAddresses addresses) {
        return StreamSupport.stream(addresses.discoverNodes().spliterator(), false)
                .map(DiscoveryNode::getPrivateAddress)
                .map(com.hazelcast.cluster.Address::getPort)
                .toList();
    }
}
