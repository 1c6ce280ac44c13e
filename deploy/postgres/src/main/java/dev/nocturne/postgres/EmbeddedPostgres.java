package dev.nocturne.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that belongs to this process. What it has acknowledged is on disk; it listens on the loopback
 * address only, on a free port, and asks for a password. If it dies it is started again on the same port, which recovers
 * what it had acknowledged. It ends with {@link #close()}; if this process dies it is stopped by the kernel where the
 * kernel can do that, else by the next start on the same directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final long SPACE_NEEDED = 200L << 20;
    private static final String DATA = "postgres";
    private static final int ATTEMPTS = 6;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(700);
    private static final Duration BETWEEN_REVIVALS = Duration.ofSeconds(2);

    private final DirectoryLock lock;
    private final Server server;
    private final int port;
    private final String uri;
    private volatile Process process;
    private volatile boolean ending;

    private EmbeddedPostgres(DirectoryLock lock, Server server, Process process, int port, String password) {
        this.lock = lock;
        this.server = server;
        this.process = process;
        this.port = port;
        this.uri = uri(password, port);
    }

    /**
     * Starts on the data in the directory, which is made if it is absent; the first start unpacks the programs and takes
     * a few seconds. Blocks until connections are accepted.
     *
     * @throws PostgresFailure if it cannot run here, with the reason and what to do
     */
    public static EmbeddedPostgres start(Path directory) {
        Path dir = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(dir);
            DirectoryLock lock = DirectoryLock.take(dir);
            try {
                return open(dir, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new PostgresFailure(e.getFile() + " cannot be written; set data.dir to a directory that can", e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new PostgresFailure("data.dir " + dir + " cannot be made or written: " + reason, e);
        } catch (IOException e) {
            throw new PostgresFailure("PostgreSQL in " + dir + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Whether an earlier start has made a database in the directory. */
    public static boolean isIn(Path directory) {
        return DataDirectory.isMade(directory.resolve(DATA));
    }

    private static EmbeddedPostgres open(Path dir, DirectoryLock lock) throws IOException {
        requireSpace(dir);
        Binaries binaries = Binaries.in(dir);
        Path data = dir.resolve(DATA);
        DataDirectory.refuseOtherVersion(data, binaries.major());
        Identity identity = Identity.choose(binaries);
        DataDirectory cluster = new DataDirectory(data, binaries, identity);
        Server server = new Server(data, binaries, identity, new ServerLog(dir.resolve("postgres.log")));
        cluster.create();
        identity.own(data);
        server.clearLeftovers();
        String password = cluster.password();
        int port = freePort();
        Process process = startPatiently(server, port);
        LOGGER.atInfo()
                .addKeyValue("port", port)
                .addKeyValue("pid", process.pid())
                .addKeyValue("directory", data)
                .log("PostgreSQL started");
        EmbeddedPostgres running = new EmbeddedPostgres(lock, server, process, port, password);
        running.watch();
        return running;
    }

    private void watch() {
        Thread watcher = new Thread(this::keepRunning, "postgres-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void keepRunning() {
        try {
            while (!ending) {
                int exitCode = process.waitFor();
                if (!ending) {
                    LOGGER.atError().addKeyValue("exitCode", exitCode).log("PostgreSQL died, starting it again");
                    revive();
                }
            }
            server.stop(process.toHandle());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void revive() {
        try {
            server.clearLeftovers();
            process = startPatiently(server, port);
            LOGGER.atInfo().addKeyValue("port", port).addKeyValue("pid", pid()).log("PostgreSQL is back");
        } catch (IOException | PostgresFailure e) {
            LOGGER.atError().setCause(e).log("PostgreSQL cannot be started, trying again");
            LockSupport.parkNanos(BETWEEN_REVIVALS.toNanos());
        }
    }

    /** A server that was killed a moment ago can leave processes that hold its files for a second or two. */
    private static Process startPatiently(Server server, int port) throws IOException {
        PostgresFailure last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return server.start(port);
            } catch (PostgresFailure e) {
                if (!isPassing(e)) {
                    throw e;
                }
                last = e;
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
        throw last == null ? new PostgresFailure("PostgreSQL did not start") : last;
    }

    private static boolean isPassing(PostgresFailure failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("pre-existing shared memory block") || message.contains("lock file");
    }

    /** {@code postgresql://user:password@127.0.0.1:port/database?sslmode=disable}. It holds the password. */
    public String uri() {
        return uri;
    }

    /** The server's process number. */
    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Ends the server as a power cut would, so that a test can see what survives. */
    public void kill() {
        ending = true;
        process.destroyForcibly();
        process.onExit().join();
        lock.close();
    }

    /** Ends all sessions, writes everything down and returns when the server is gone, after some 15 seconds at worst. */
    @Override
    public void close() {
        ending = true;
        server.stop(process.toHandle());
        lock.close();
    }

    private static String uri(String password, int port) {
        return "postgresql://" + DataDirectory.USER + ":" + password + "@127.0.0.1:" + port + "/"
                + DataDirectory.DATABASE + "?sslmode=disable";
    }

    private static void requireSpace(Path dir) throws IOException {
        long free = Files.getFileStore(dir).getUsableSpace();
        if (free < SPACE_NEEDED) {
            throw new PostgresFailure("data.dir " + dir + " has " + (free >> 20) + " MB free, and the database needs "
                    + (SPACE_NEEDED >> 20) + " MB");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
