package dev.nocturne.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reverse proxies in front of a node, and so the address of the client behind them. Each proxy appends to
 * {@code X-Forwarded-For} whom it was called by, so that its end can be believed for as long as it was a listed one who wrote; what
 * stands before that may be anybody's invention. Safe for all threads.
 */
public final class Proxies {
    private static final String FORWARDED_FOR = "x-forwarded-for";
    private static final String UNKNOWN = "unknown";
    private static final int NETWORK_BYTES = 8;
    /** As some proxies write a hop. */
    private static final Pattern WITH_PORT = Pattern.compile("^(?:\\[([^]]*)](?::\\d+)?|(\\d+(?:\\.\\d+){3}):\\d+)$");

    private final List<IpSubnetFilterRule> networks;

    /**
     * @param networks such as {@code 10.1.2.3}, {@code 10.0.0.0/8} or {@code fd00::/8}
     * @throws IllegalArgumentException for one that is none
     */
    public Proxies(List<String> networks) {
        this.networks = networks.stream().map(Proxies::network).toList();
    }

    private static IpSubnetFilterRule network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? address.getAddress().length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }

    /** Whom a connection is counted for: empty for a listed proxy, which stands for many. */
    Optional<String> peer(@Nullable SocketAddress remote) {
        String peer = host(remote);
        return isProxy(peer) ? Optional.empty() : Optional.of(counted(peer));
    }

    private static String host(@Nullable SocketAddress remote) {
        String host = remote == null ? null : remote.hostAddress();
        return host == null ? UNKNOWN : host;
    }

    /** Whom a request is counted for: of IPv6 the network, as one host may take any address in it. */
    public String client(HttpServerRequest request) {
        String client = host(request.remoteAddress());
        List<String> said = networks.isEmpty() ? List.of() : request.headers().getAll(FORWARDED_FOR);
        for (int line = said.size() - 1; line >= 0; line--) {
            String[] hops = said.get(line).split(",", -1);
            for (int hop = hops.length - 1; hop >= 0; hop--) {
                String before = WITH_PORT.matcher(hops[hop].strip()).replaceFirst("$1$2");
                if (!isProxy(client) || !isAddress(before)) {
                    return counted(client);
                }
                client = before;
            }
        }
        return counted(client);
    }

    private boolean isProxy(String text) {
        if (networks.isEmpty() || !isAddress(text)) {
            return false;
        }
        InetSocketAddress address = new InetSocketAddress(address(text), 0);
        return networks.stream().anyMatch(network -> network.matches(address));
    }

    private static String counted(String text) {
        if (!isAddress(text)) {
            return text;
        }
        InetAddress address = address(text);
        byte[] bytes = address.getAddress();
        return bytes.length <= NETWORK_BYTES
                ? address.getHostAddress()
                : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) + "/64";
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    private static InetAddress address(String text) {
        try {
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
            if (bytes == null) {
                throw new IllegalArgumentException(text + " is no IP address");
            }
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no IP address", e);
        }
    }
}
