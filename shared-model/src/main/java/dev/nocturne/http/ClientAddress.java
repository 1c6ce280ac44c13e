package dev.nocturne.http;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Which client is counted for an address: of IPv6 the network, as one host may take any address in it. */
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    public static String of(@Nullable SocketAddress remote) {
        String text = remote == null ? null : remote.hostAddress();
        if (text == null || text.indexOf(':') < 0) {
            return String.valueOf(text);
        }
        try {
            byte[] address = InetAddress.getByName(text).getAddress();
            return address.length <= NETWORK_BYTES ? text : HexFormat.of().formatHex(address, 0, NETWORK_BYTES) + "/64";
        } catch (UnknownHostException e) {
            return text; // not reached: the text is an address, and needs no look-up
        }
    }
}
