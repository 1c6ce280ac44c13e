package dev.nocturne.launcher;

import dev.nocturne.config.Address;
import dev.nocturne.config.DatabaseUri;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key there is, with what it may be and what it is by default. */
final class Keys {
    static final Setting<Path> DATA_DIR = Setting.of("data.dir", Kind.path(), "~/.local/share/nocturne");
    static final Setting<String> HTTP_HOST = Setting.of("http.host", Kind.host(), "127.0.0.1");
    static final Setting<Integer> PUSH_PORT = Setting.of("push.port", Kind.port(), "8080");
    static final Setting<Integer> INGEST_PORT = Setting.of("ingest.port", Kind.port(), "8081");
    static final Setting<Integer> MANAGEMENT_PORT = Setting.of("management.port", Kind.port(), "8082");
    static final Setting<List<String>> PROXIES = Setting.of("http.proxies", Kind.networks(), "");
    static final Setting<Path> HTTP_CERTIFICATE = Setting.optional("http.tls.certificate", Kind.path());
    static final Setting<Path> HTTP_KEY = Setting.optional("http.tls.key", Kind.path());
    static final Setting<String> MANAGEMENT_TLS = Setting.of("management.tls", Kind.choice("true", "false"), "true");
    static final Setting<String> NODE_NAME = Setting.optional("node.name", Kind.text(100));

    static final Setting<DatabaseUri> DATABASE = Setting.secret("store.database", Kind.database());
    static final Setting<Integer> POOL_SIZE = Setting.of("store.pool-size", Kind.integer(2, 64), "8");
    static final Setting<Integer> BATCH_EVENTS = Setting.of("store.batch-events", Kind.integer(1, 1_000), "1000");
    static final Setting<Integer> QUEUE_EVENTS = Setting.of("store.queue-events", Kind.integer(1, 1_000_000), "50000");
    static final Setting<Long> QUEUE_BYTES = Setting.of("store.queue-bytes", Kind.size("64k", "4g"), "64m");
    static final Setting<Duration> STATEMENT_TIMEOUT =
            Setting.of("store.statement-timeout", Kind.duration("100ms", "5m"), "5s");
    static final Setting<Long> PARTITION_EVENTS =
            Setting.of("store.partition-events", whole(1_000, 1_000_000_000L), "1000000");

    static final Setting<Duration> RETENTION = Setting.of("feed.retention", Kind.duration("1m", "36500d"), "90d");

    static final Setting<String> CLUSTER_HOST = Setting.of("cluster.host", Kind.ownHost(), "127.0.0.1");
    static final Setting<Integer> CLUSTER_PORT = Setting.of("cluster.port", Kind.integer(1, 65_535), "5701");
    static final Setting<Integer> BUS_PORT = Setting.of("cluster.bus-port", Kind.port(), "0");
    static final Setting<List<Address>> MEMBERS = Setting.of("cluster.members", Kind.addresses(), "");
    static final Setting<Path> CLUSTER_CONFIG = Setting.optional("cluster.config", Kind.path());
    static final Setting<Path> CLUSTER_CERTIFICATE = Setting.optional("cluster.tls.certificate", Kind.path());
    static final Setting<Path> CLUSTER_KEY = Setting.optional("cluster.tls.key", Kind.path());
    static final Setting<Path> CLUSTER_CA = Setting.optional("cluster.tls.ca", Kind.path());

    static final Setting<Integer> INGEST_CONNECTIONS =
            Setting.of("ingest.connections", Kind.integer(1, 1_000_000), "10000");
    static final Setting<Integer> INGEST_CONNECTIONS_PER_ADDRESS =
            Setting.of("ingest.connections-per-address", Kind.integer(1, 1_000_000), "1000");
    static final Setting<Long> INGEST_MAX_BODY = Setting.of("ingest.max-body", Kind.size("1k", "64m"), "1m");
    static final Setting<Integer> IN_FLIGHT = Setting.of("ingest.in-flight", Kind.integer(1, 100_000), "1000");
    static final Setting<Duration> DEADLINE = Setting.of("ingest.deadline", Kind.duration("100ms", "1m"), "5s");

    static final Setting<Integer> SENDER_RATE = Setting.of("ingest.sender-rate", rate(), "1000");
    static final Setting<Integer> SENDER_BURST = Setting.of("ingest.sender-burst", rate(), "2000");
    static final Setting<Integer> ADDRESS_RATE = Setting.of("ingest.address-rate", rate(), "1000");
    static final Setting<Integer> ADDRESS_BURST = Setting.of("ingest.address-burst", rate(), "2000");
    static final Setting<Integer> ADDRESSES = Setting.of("ingest.addresses", Kind.integer(100, 1_000_000), "10000");

    static final Setting<Path> JWT_KEY = Setting.optional("auth.jwt.key", Kind.path());
    static final Setting<String> JWKS = Setting.optional("auth.jwt.jwks", Kind.keySet());
    static final Setting<String> ISSUER = Setting.of("auth.jwt.issuer", Kind.text(255), "nocturne");
    static final Setting<String> AUDIENCE = Setting.of("auth.jwt.audience", Kind.text(255), "nocturne");
    static final Setting<Duration> LEEWAY = Setting.of("auth.jwt.leeway", Kind.duration("0s", "5m"), "30s");
    static final Setting<Duration> REFRESH = Setting.of("auth.jwt.refresh", Kind.duration("1s", "1d"), "5m");
    static final Setting<String> ANONYMOUS = Setting.of("auth.anonymous", Kind.choice("false", "read"), "false");

    static final Setting<Duration> HEARTBEAT = Setting.of("push.heartbeat", Kind.duration("100ms", "10m"), "30s");
    static final Setting<Duration> PING = Setting.of("push.ping", Kind.duration("100ms", "10m"), "15s");
    static final Setting<List<String>> ORIGINS = Setting.of("push.origins", Kind.list(), "");
    static final Setting<Integer> RING_EVENTS =
            Setting.of("push.ring-events", Kind.powerOfTwo(256, 1_048_576), "16384");
    static final Setting<Long> RING_BYTES = Setting.of("push.ring-bytes", Kind.size("1m", "4g"), "64m");
    static final Setting<Integer> CONNECTIONS = Setting.of("push.connections", Kind.integer(1, 1_000_000), "10000");
    static final Setting<Integer> CONNECTIONS_PER_ADDRESS =
            Setting.of("push.connections-per-address", Kind.integer(1, 1_000_000), "1000");
    static final Setting<Integer> CONNECTIONS_PER_SUBJECT =
            Setting.of("push.connections-per-subject", Kind.integer(1, 1_000_000), "10000");
    static final Setting<Integer> MESSAGE_RATE = Setting.of("push.message-rate", Kind.integer(1, 100_000), "20");
    static final Setting<Integer> MESSAGE_BURST = Setting.of("push.message-burst", Kind.integer(1, 100_000), "200");
    static final Setting<Long> CLIENT_BYTES = Setting.of("push.client-bytes", Kind.size("16k", "16m"), "128k");
    static final Setting<Long> PUSH_MEMORY = Setting.optional("push.memory", Kind.size("2m", "64g"));
    static final Setting<Duration> STALL = Setting.of("push.stall", Kind.duration("1s", "10m"), "30s");
    static final Setting<Integer> REPLAYS = Setting.of("push.replays", Kind.integer(1, 1_000), "8");
    static final Setting<Duration> DRAIN = Setting.of("push.drain", Kind.duration("0s", "5m"), "5s");
    static final Setting<Long> MAX_MESSAGE = Setting.of("push.max-message", Kind.size("1k", "1m"), "64k");
    static final Setting<Long> PUSH_MAX_BODY = Setting.of("push.max-body", Kind.size("1k", "16m"), "64k");

    static final Setting<String> LOG_FORMAT = Setting.of("log.format", Kind.choice("text", "json"), "text");
    static final Setting<String> LOG_LEVEL =
            Setting.of("log.level", Kind.choice("error", "warn", "info", "debug", "trace"), "info");

    /** A family of keys, one for each group: {@code site.groups.NAME} is a list of sites. */
    static final String SITE_GROUPS = "site.groups";

    /** Families of keys, three for each sender: {@code ingest.tokens.NAME.hash}, {@code .sites} and {@code .sources}. */
    static final String TOKENS = "ingest.tokens";

    static final String TOKEN_HASH = ".hash";
    static final String TOKEN_SITES = ".sites";
    static final String TOKEN_SOURCES = ".sources";
    static final String TOKEN_ZONE = ".zone";

    static final List<Setting<?>> ALL = List.of(
            DATA_DIR,
            HTTP_HOST,
            PUSH_PORT,
            INGEST_PORT,
            MANAGEMENT_PORT,
            PROXIES,
            HTTP_CERTIFICATE,
            HTTP_KEY,
            MANAGEMENT_TLS,
            NODE_NAME,
            DATABASE,
            POOL_SIZE,
            BATCH_EVENTS,
            QUEUE_EVENTS,
            QUEUE_BYTES,
            STATEMENT_TIMEOUT,
            PARTITION_EVENTS,
            RETENTION,
            CLUSTER_HOST,
            CLUSTER_PORT,
            BUS_PORT,
            MEMBERS,
            CLUSTER_CONFIG,
            CLUSTER_CERTIFICATE,
            CLUSTER_KEY,
            CLUSTER_CA,
            INGEST_CONNECTIONS,
            INGEST_CONNECTIONS_PER_ADDRESS,
            INGEST_MAX_BODY,
            IN_FLIGHT,
            DEADLINE,
            SENDER_RATE,
            SENDER_BURST,
            ADDRESS_RATE,
            ADDRESS_BURST,
            ADDRESSES,
            JWT_KEY,
            JWKS,
            ISSUER,
            AUDIENCE,
            LEEWAY,
            REFRESH,
            ANONYMOUS,
            HEARTBEAT,
            PING,
            ORIGINS,
            RING_EVENTS,
            RING_BYTES,
            CONNECTIONS,
            CONNECTIONS_PER_ADDRESS,
            CONNECTIONS_PER_SUBJECT,
            MESSAGE_RATE,
            MESSAGE_BURST,
            CLIENT_BYTES,
            PUSH_MEMORY,
            STALL,
            REPLAYS,
            DRAIN,
            MAX_MESSAGE,
            PUSH_MAX_BODY,
            LOG_FORMAT,
            LOG_LEVEL);

    private Keys() {}

    static Optional<Setting<?>> find(String name) {
        return ALL.stream().filter(setting -> setting.name().equals(name)).findFirst();
    }

    /** Whether it belongs to one of the families. */
    static boolean isFamily(String name) {
        return name.startsWith(SITE_GROUPS + ".")
                || (name.startsWith(TOKENS + ".")
                        && Stream.of(TOKEN_HASH, TOKEN_SITES, TOKEN_SOURCES, TOKEN_ZONE)
                                .anyMatch(name::endsWith));
    }

    private static Kind<Integer> rate() {
        return Kind.integer(1, 1_000_000);
    }

    private static Kind<Long> whole(long min, long max) {
        return new Kind<>("a whole number from " + min + " to " + max, text -> {
            long value = Long.parseLong(text);
            if (value < min || value > max) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }
}
