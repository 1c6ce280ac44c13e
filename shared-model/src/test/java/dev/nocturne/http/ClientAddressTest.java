package dev.nocturne.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    @Test
    void anIpv6ClientIsItsNetworkAndAnIpv4ClientIsItself() {
        assertThat(of("10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(of("2001:db8:1:2::1")).isEqualTo(of("2001:db8:1:2:ffff::9")).isNotEqualTo(of("2001:db8:1:3::1"));
        assertThat(ClientAddress.of(null)).isEqualTo("null");
    }

    private static String of(String host) {
        return ClientAddress.of(SocketAddress.inetSocketAddress(1, host));
    }
}
