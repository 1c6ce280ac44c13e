package dev.nocturne.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nocturne.config.DatabaseUri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A real PgBouncer in front of a database. Ends when it is closed, or with the thread that started it. */
final class PgBouncer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Process process;
    private final DatabaseUri uri;

    /**
     * Returns once it listens.
     *
     * @param dir for its files
     * @param settings beside those that are always the same
     */
    PgBouncer(Path dir, DatabaseUri behind, String... settings) throws IOException {
        int port = freePort();
        uri = new DatabaseUri("127.0.0.1", port, behind.database(), behind.user(), behind.password(), behind.options());
        Path users = Files.writeString(
                dir.resolve("users.txt"), "\"" + behind.user() + "\" \"" + behind.password() + "\"\n");
        List<String> lines = new ArrayList<>(List.of(
                "[databases]",
                "* = host=" + behind.host() + " port=" + behind.port(),
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = scram-sha-256",
                "auth_file = " + users));
        lines.addAll(List.of(settings));
        Path file = Files.write(dir.resolve("pgbouncer.ini"), lines);
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            words.addAll(List.of("unshare", "-U"));
        }
        words.addAll(List.of("setpriv", "--pdeathsig", "INT", PROGRAM.toString(), "-q", file.toString()));
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("pgbouncer.log").toFile())
                .start();
        awaitListening(port);
    }

    /** Skips the tests where there is none and this user cannot install it. */
    static void require() throws IOException {
        boolean installed = Files.isExecutable(PROGRAM);
        if (!installed && isRoot() && Files.isExecutable(APT)) {
            throw new IllegalStateException("no " + PROGRAM + "; ./check installs it");
        }
        System.out.println(
                installed ? "PgBouncer tests use " + PROGRAM : "PgBouncer tests are skipped: there is no " + PROGRAM);
        assumeTrue(installed, "no " + PROGRAM + "; install pgbouncer, or run ./check as root");
    }

    /** Of the same database, through it. */
    DatabaseUri uri() {
        return uri;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private void awaitListening(int port) throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
        throw new IOException("PgBouncer does not listen; see pgbouncer.log");
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
