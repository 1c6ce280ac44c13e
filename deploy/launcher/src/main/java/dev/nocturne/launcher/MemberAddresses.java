package dev.nocturne.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Hazelcast looks for other members: at the configured addresses and at those of former members, but not where
 * somebody takes a connection and says nothing. So does the kernel for a process that is frozen. Whatever Hazelcast wants to
 * send to such a peer makes its I/O thread spin until the peer answers (Hazelcast issue 26473), and heartbeats to all others
 * wait behind that: one frozen member would end the cluster. Called by Hazelcast's threads, which may block.
 */
final class MemberAddresses implements DiscoveryStrategy, DiscoveryStrategyFactory, MembershipListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(MemberAddresses.class);
    /** What members say to each other first. */
    private static final byte[] GREETING = "HZC".getBytes(US_ASCII);

    private static final int PATIENCE_MILLIS = 1_000;
    private static final int MOST_FORMER = 200;

    private final List<dev.nocturne.config.Address> configured;
    private final Set<Address> former = ConcurrentHashMap.newKeySet();

    MemberAddresses(List<dev.nocturne.config.Address> configured) {
        this.configured = configured;
    }

    @Override
    public Iterable<DiscoveryNode> discoverNodes() {
        Set<Address> known = new HashSet<>(former);
        for (dev.nocturne.config.Address address : configured) {
            try {
                known.add(new Address(address.host(), address.port()));
            } catch (UnknownHostException e) {
                LOGGER.atWarn()
                        .addKeyValue("host", address.host())
                        .log("the name of a member has no address, it is looked up again later");
            }
        }
        return known.stream()
                .filter(address -> !isSilent(address))
                .<DiscoveryNode>map(SimpleDiscoveryNode::new)
                .toList();
    }

    /** One that refuses the connection is not silent: Hazelcast is told so at once, as it is by this. */
    private static boolean isSilent(Address address) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address.getInetSocketAddress(), PATIENCE_MILLIS);
            socket.getOutputStream().write(GREETING);
            return socket.getInputStream().readNBytes(GREETING.length).length < GREETING.length;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        if (former.size() < MOST_FORMER) {
            former.add(event.getMember().getAddress());
        }
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        // it may come back
    }

    @Override
    public DiscoveryStrategy newDiscoveryStrategy(
            DiscoveryNode self, ILogger logger, @SuppressWarnings("rawtypes") Map<String, Comparable> properties) {
        return this;
    }

    @Override
    public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
        return MemberAddresses.class;
    }

    @Override
    public Collection<PropertyDefinition> getConfigurationProperties() {
        return List.of();
    }

    @Override
    public Map<String, String> discoverLocalMetadata() {
        return Map.of();
    }

    @Override
    public void start() {
        // nothing is kept open
    }

    @Override
    public void destroy() {
        // nothing is kept open
    }
}
